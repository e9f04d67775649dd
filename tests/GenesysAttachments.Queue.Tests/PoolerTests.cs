using System.Globalization;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Tests.Postgres;

namespace GenesysAttachments.Queue.Tests;

[Collection(SharedServerGroup.Name)]
public sealed class PoolerTests(PostgresServer server)
{
    [PoolerFact]
    public async Task Everything_works_through_a_pooler_that_lends_a_connection_for_a_transaction()
    {
        await using var direct = await Rig.MakeAsync(server);
        var folder = PostgresPrograms.MakeFolder();
        var port = PostgresServer.FreePort();
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"\"{PostgresServer.Role}\" \"{PostgresServer.Secret.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            queue = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {Path.Combine(folder, "users")}
            pool_mode = transaction
            default_pool_size = 2

            """));
        using var pooler = PostgresPrograms.Start(folder, PostgresPrograms.Pooler!, settings);
        try
        {
            var connectionString = server.StringFor(PostgresServer.Role, PostgresServer.Secret, port: port);
            await WaitForAsync(port);
            await QueueDatabase.InitializeAsync(connectionString, Rig.NewSchema());
            await using var rig = await Rig.MakeAsync(server, connectionString: connectionString);
            await rig.Quota.SetLimitAsync(Rig.Client, 300);

            // Two connections of the server serve twelve workers.
            await rig.Items.AddAsync([.. Enumerable.Range(0, 48).Select(number => Rig.Item($"lane-{number / 4}", number))]);
            await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => SendAllAsync(rig, rig.NewWork())));

            Assert.Equal(48L, await rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state = 'Sent'"));
            Assert.Equal(0m, await rig.ReadAsync<decimal>("SELECT sum(open) FROM s.gc_lane"));
        }
        finally
        {
            pooler.Kill(entireProcessTree: true);
            await pooler.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SendAllAsync(Rig rig, LaneWork work)
    {
        while (await work.ClaimAsync(Rig.Client) is { } claim)
        {
            foreach (var item in claim.Items)
            {
                await rig.Quota.BookAsync(Rig.Client);
                Assert.True((await work.IntendAsync(claim, item, $"m{item.Id}")).MaySend);
                Assert.True(await work.EndAsync(claim, item, Outcome.Sent($"m{item.Id}", null)));
            }

            await work.BeatAsync([claim], claim.Items.Count);
            Assert.True(await work.ReleaseAsync(claim, TimeSpan.Zero));
        }
    }

    private static async Task WaitForAsync(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var client = new System.Net.Sockets.TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (System.Net.Sockets.SocketException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }
}
