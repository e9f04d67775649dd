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
        // Two ended just now, and two are open: as long again, which is five seconds at least.
        Assert.InRange(clients[0].EndsAt!.Value - DateTimeOffset.UtcNow, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(clients[0].DonePerMinute, 2, 24.1);
        await rig.ReadAsync<string>("UPDATE s.gc_item SET done_at = done_at - interval '8 minutes' WHERE done_at IS NOT NULL RETURNING state");
        var later = (await reader.ReadClientsAsync())[0];
        Assert.InRange(later.EndsAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(7.9), TimeSpan.FromMinutes(9));
        Assert.InRange(later.DonePerMinute, 0.2, 0.3);
        Assert.NotNull(clients[0].PausedUntil);
        Assert.NotNull(clients[1].Oldest);
        Assert.Null(clients[1].EndsAt);
        Assert.Equal((work.Worker.Id, 1L, 1L, 1L), (seen.Id, seen.Sent, seen.Failed, seen.Lanes));
    }

    [PostgresFact]
    public async Task Items_are_read_page_by_page_by_what_is_asked_of_them()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync($"{Rig.Client}|c:5edd", 5);
        await rig.Items.AddAsync([Rig.Item("client-2|c:5edd", 1, "client-2") with { Batch = "b" }, Rig.Item($"{Rig.Client}|c:15edd", 2)]);
        await rig.ReadAsync<string>("UPDATE s.gc_item SET state = 'Failed' WHERE id = 2 RETURNING state");
        await rig.ReadAsync<string>("UPDATE s.gc_item SET state = 'Sent' WHERE id = 3 RETURNING state");
        var reader = new QueueReader(rig.Database);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], await IdsAsync(new ItemFilter(), 2));
        Assert.Equal([2], await IdsAsync(new ItemFilter { States = ["Failed", "Unknown"] }));
        Assert.Equal([1, 4, 5, 6, 7], await IdsAsync(new ItemFilter { States = ["Queued"] }));
        Assert.Equal([2, 3], await IdsAsync(new ItemFilter { States = ["Sent", "Failed"] }));
        Assert.Equal([1, 2, 3, 4, 5, 6], await IdsAsync(new ItemFilter { Place = "c:5edd" }));
        Assert.Equal([6], await IdsAsync(new ItemFilter { Place = "c:5edd", Client = "client-2", States = ["Queued"], Batch = "b", Ids = [5, 6, 7] }));
        Assert.Empty(await IdsAsync(new ItemFilter { Ids = [] }));

        async Task<List<long>> IdsAsync(ItemFilter which, int page = 100)
        {
            var ids = new List<long>();
            while (await reader.ReadItemsAsync(which, ids.LastOrDefault(), page) is { Count: > 0 } more)
            {
                ids.AddRange(more.Select(item => item.Id));
            }

            return ids;
        }
    }

    [PostgresFact]
    public async Task The_requests_of_a_minute_are_those_that_were_booked_in_it()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 300);
        for (var i = 0; i < 5; i++)
        {
            await rig.Quota.BookAsync(Rig.Client, 2);
        }

        var now = Assert.Single(await new QueueReader(rig.Database).ReadClientsAsync());
        Assert.Equal((Rig.Client, 0L), (now.Client, now.Queued));
        Assert.InRange(now.Requests!.Value, 8, 10); // Of ten; a minute may begin in between.

        await rig.ReadAsync<string>("UPDATE s.gc_quota SET minute = date_trunc('minute', now()) - interval '5 minutes' RETURNING client");
        Assert.Equal(0, (await new QueueReader(rig.Database).ReadClientsAsync())[0].Requests);
        await rig.Quota.BookAsync(Rig.Client);
        Assert.Equal((1, 0), ((await new QueueReader(rig.Database).ReadClientsAsync())[0].Requests, await rig.ReadAsync<int>("SELECT booked_before FROM s.gc_quota")));
    }
}
