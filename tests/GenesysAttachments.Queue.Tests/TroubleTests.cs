using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Tests.Postgres;

namespace GenesysAttachments.Queue.Tests;

[Collection(TroubledServerGroup.Name)]
public sealed class TroubleTests(PostgresServer server)
{
    [PostgresFact]
    public async Task A_database_that_is_away_says_so_and_goes_on_where_it_was()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 300);
        await rig.AddAsync("a", 2);
        var work = rig.NewWork();
        var claim = await Rig.ClaimAsync(work);

        await server.StopAsync();
        Func<Task>[] calls =
        [
            () => rig.Items.AddAsync([Rig.Item("b", 1)]),
            () => work.ClaimAsync(Rig.Client),
            () => work.BeatAsync([claim]),
            () => work.IntendAsync(claim, claim.Items[0], "m1"),
            () => work.WithdrawAsync(claim.Items[0], "m1"),
            () => work.EndAsync(claim, claim.Items[0], Outcome.Sent("m1", "id")),
            () => work.ReleaseAsync(claim, TimeSpan.Zero),
            () => rig.Quota.BookAsync(Rig.Client),
            () => QueueDatabase.OpenAsync(server.ConnectionString, rig.Database.Schema),
        ];
        foreach (var call in calls)
        {
            var away = await Assert.ThrowsAsync<QueueException>(call);
            Assert.Equal((QueueErrorIds.DatabaseAway, true), (away.Id, away.CanRetry));
        }

        await server.StartAsync();

        Assert.Equal(2L, await rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state = 'Queued'"));
        Assert.True((await work.IntendAsync(claim, claim.Items[0], "m1")).MaySend);
    }

    [PostgresFact]
    public async Task Once_the_timeline_changes_nobody_claims_or_sends_until_somebody_agrees()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync("a", 2);
        var work = rig.NewWork();
        var claim = await Rig.ClaimAsync(work);

        // What a promoted standby and a restore to a point in time do: recover, and go on with a new timeline.
        await server.RecoverAsync();
        Assert.True((await Assert.ThrowsAsync<QueueException>(() => rig.NewWork().ClaimAsync(Rig.Client))).CanRetry);

        var changed = await Assert.ThrowsAsync<QueueException>(() => rig.NewWork().ClaimAsync(Rig.Client));
        Assert.Equal((QueueErrorIds.DatabaseChanged, false), (changed.Id, changed.CanRetry));
        await Assert.ThrowsAsync<QueueException>(() => work.IntendAsync(claim, claim.Items[0], "m1"));
        await using (var opened = await QueueDatabase.OpenAsync(server.ConnectionString, rig.Database.Schema))
        {
            await opened.AcceptAsync();
        }

        Assert.True((await work.IntendAsync(claim, claim.Items[0], "m1")).MaySend);
    }

    [PostgresFact]
    public async Task A_copied_or_restored_database_is_known_also_by_a_role_that_may_read_neither_cluster_nor_timeline()
    {
        var schema = Rig.NewSchema();
        string[] functions = ["pg_control_system()", "pg_control_checkpoint()", "pg_current_wal_lsn()"];
        await QueueDatabase.InitializeAsync(server.ConnectionString, schema);
        foreach (var function in functions)
        {
            await server.AdminAsync($"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC", "queue");
        }

        try
        {
            await using (var database = await QueueDatabase.OpenAsync(server.ConnectionString, schema))
            {
                Assert.Equal(["database and table"], database.ComparedBy);
                await database.EnsureSoundAsync();
            }

            Npgsql.NpgsqlConnection.ClearAllPools();
            await server.AdminAsync("CREATE DATABASE copy TEMPLATE queue");
            await using var copy = await QueueDatabase.OpenAsync(server.StringFor(PostgresServer.Role, PostgresServer.Secret, "copy"), schema);
            Assert.Equal(QueueErrorIds.DatabaseChanged, (await Assert.ThrowsAsync<QueueException>(() => copy.EnsureSoundAsync())).Id);
            await copy.AcceptAsync();
            await copy.EnsureSoundAsync();
        }
        finally
        {
            foreach (var function in functions)
            {
                await server.AdminAsync($"GRANT EXECUTE ON FUNCTION {function} TO PUBLIC", "queue");
            }
        }
    }

    [PostgresFact]
    public async Task A_role_without_the_log_s_timeline_reads_the_checkpoint_s()
    {
        await server.AdminAsync("REVOKE EXECUTE ON FUNCTION pg_current_wal_lsn() FROM PUBLIC");
        try
        {
            await using var rig = await Rig.MakeAsync(server);

            Assert.Equal(["cluster", "timeline of the last checkpoint", "database and table"], rig.Database.ComparedBy);
            await rig.Database.EnsureSoundAsync();
        }
        finally
        {
            await server.AdminAsync("GRANT EXECUTE ON FUNCTION pg_current_wal_lsn() TO PUBLIC");
        }
    }

    [PostgresFact]
    public async Task A_server_that_stops_syncing_under_way_gives_out_no_more_work()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync("a", 2);
        var work = rig.NewWork();
        var claim = await Rig.ClaimAsync(work);
        await server.AdminAsync("ALTER SYSTEM SET fsync = off");
        await server.ReloadAsync();
        try
        {
            Assert.Equal(QueueErrorIds.DatabaseUnfit, (await Assert.ThrowsAsync<QueueException>(() => work.IntendAsync(claim, claim.Items[0], "m1"))).Id);
            Assert.Equal(QueueErrorIds.DatabaseUnfit, (await Assert.ThrowsAsync<QueueException>(() => rig.NewWork().ClaimAsync(Rig.Client))).Id);
        }
        finally
        {
            await server.AdminAsync("ALTER SYSTEM RESET fsync");
            await server.ReloadAsync();
        }
    }
}
