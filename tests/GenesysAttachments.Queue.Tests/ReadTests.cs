using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Reading;
using GenesysAttachments.Queue.Tests.Postgres;

namespace GenesysAttachments.Queue.Tests;

[Collection(SharedServerGroup.Name)]
public sealed class ReadTests(PostgresServer server)
{
    [PostgresFact]
    public async Task Clients_workers_and_the_end_of_the_work_are_read()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync("a", 4);
        await rig.Items.AddAsync([Rig.Item("other", 1, "client-2")]);
        await rig.Quota.SetLimitAsync(Rig.Client, 300);
        await rig.Quota.PauseAsync(Rig.Client, TimeSpan.FromSeconds(60), "429");
        var work = rig.NewWork();
        var claim = await Rig.ClaimAsync(work);
        await work.IntendAsync(claim, claim.Items[0], "m1");
        await work.EndAsync(claim, claim.Items[0], Outcome.Sent("m1", "id"));
        await work.IntendAsync(claim, claim.Items[1], "m2");
        await work.EndAsync(claim, claim.Items[3], Outcome.Rejected("E", "no"));
        await work.BeatAsync([claim], sent: 1);
        await work.BeatAsync([claim], failed: 1);

        var reader = new QueueReader(rig.Database);
        var clients = await reader.ReadClientsAsync();
        var seen = Assert.Single(await reader.ReadWorkersAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal([(Rig.Client, 1L, 1L, 1L, 0L, 1L), ("client-2", 1L, 0L, 0L, 0L, 0L)], clients.Select(client => (client.Client, client.Queued, client.Sending, client.Sent, client.Unknown, client.Rejected)));
        Assert.Equal((2L, 300), (clients[0].DoneInTenMinutes, clients[0].RequestsPerMinute));
        Assert.InRange(clients[0].EndsAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10.1));
        Assert.NotNull(clients[0].PausedUntil);
        Assert.NotNull(clients[1].Oldest);
        Assert.Null(clients[1].EndsAt);
        Assert.Equal((work.Worker.Id, 1L, 1L, 1L), (seen.Id, seen.Sent, seen.Failed, seen.Lanes));
    }
}
