using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Tests.Postgres;

namespace GenesysAttachments.Queue.Tests;

[Collection(SharedServerGroup.Name)]
public sealed class AddTests(PostgresServer server)
{
    [PostgresFact]
    public async Task A_key_is_queued_once_ever_also_twice_in_one_call()
    {
        await using var rig = await Rig.MakeAsync(server);
        QueueItem[] items = [Rig.Item("a", 1), Rig.Item("a", 2), Rig.Item("b", 3)];

        var first = await rig.Items.AddAsync([items[0], items[1], items[0]]);
        var again = await rig.Items.AddAsync(items);

        Assert.Equal([true, true, false], first.Select(item => item.IsQueued));
        Assert.Equal([false, false, true], again.Select(item => item.IsQueued));
        Assert.Equal(first.Take(2).Select(item => item.Id), again.Take(2).Select(item => item.Id));
        Assert.Equal(2L, await rig.ReadAsync<long>("SELECT open FROM s.gc_lane WHERE lane = 'a'"));
    }

    [PostgresFact]
    public async Task What_is_queued_comes_back_as_it_was_and_in_its_order()
    {
        await using var rig = await Rig.MakeAsync(server);
        var items = Enumerable.Range(0, 9).Select(number => Rig.Item("a", number) with { Sha256 = "ab", Text = "ż", Options = """{"a": 1}""", Batch = "b" }).ToArray();
        await rig.Items.AddAsync(items[..5]);
        await rig.Items.AddAsync(items[5..]);

        var claim = await Rig.ClaimAsync(rig.NewWork());

        Assert.Equal(items, claim.Items.Select(item => item.Item));
    }

    [PostgresFact]
    public async Task A_call_that_fails_queues_nothing_of_it()
    {
        await using var rig = await Rig.MakeAsync(server);

        await Assert.ThrowsAsync<Errors.QueueException>(() => rig.Items.AddAsync([Rig.Item("a", 1), Rig.Item("a", 2) with { Options = "no json" }]));

        Assert.Equal(0L, await rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item"));
        Assert.Equal(0L, await rig.ReadAsync<long>("SELECT count(*) FROM s.gc_lane"));
    }

    [PostgresFact]
    public async Task Adders_of_the_same_files_in_opposite_order_do_not_wait_for_each_other_in_a_circle()
    {
        await using var rig = await Rig.MakeAsync(server);
        var items = Enumerable.Range(0, 2000).Select(number => Rig.Item($"lane-{number % 50}", number)).ToArray();
        var backwards = items.Reverse().ToArray();

        // So that all have their connection, and truly go at once.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.Items.AddAsync([Rig.Item("first", 0)])));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(adder => rig.Items.AddAsync(adder % 2 == 0 ? items : backwards)));

        Assert.Equal(2000, answers.Sum(answer => answer.Count(item => item.IsQueued)));
        Assert.Equal(2008m, await rig.ReadAsync<decimal>("SELECT sum(open) FROM s.gc_lane"));
    }

    [PostgresFact]
    public async Task What_failed_is_opened_again_under_its_number_and_everything_else_is_told_as_it_is()
    {
        await using var rig = await Rig.MakeAsync(server);
        var items = await rig.AddAsync("a", 6);
        var states = new[] { "Queued", "Sending", "Sent", "Unknown", "Rejected", "Failed" };
        for (var i = 0; i < states.Length; i++)
        {
            await rig.ReadAsync<string>($"UPDATE s.gc_item SET state = '{states[i]}', message_id = 'm{i}', media = 'u', error_id = 'E', done_at = now() WHERE key = '{items[i].Key}' RETURNING state");
        }

        await rig.ReadAsync<long>("UPDATE s.gc_lane SET open = 2 RETURNING open");

        var again = await rig.Items.AddAsync([.. items.Select(item => item with { Path = "/elsewhere" + item.Path, Batch = "second" })]);

        Assert.Equal([false, false, false, false, true, true], again.Select(item => item.IsQueued));
        Assert.Equal(["Queued", "Sending", "Sent", "Unknown", "Queued", "Queued"], again.Select(item => item.State));
        Assert.Equal("m2", again[2].MessageId);
        Assert.Equal(4L, await rig.ReadAsync<long>("SELECT open FROM s.gc_lane"));
        Assert.Equal(2L, await rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE batch = 'second' AND path LIKE '/elsewhere%' AND media IS NULL AND error_id IS NULL AND done_at IS NULL"));
        Assert.Equal(6L, await rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item"));
    }

    [PostgresFact]
    public async Task What_is_taken_out_is_counted_out_of_its_lane_and_what_a_worker_has_begun_stays()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync("a", 3);
        await rig.AddAsync("b", 1);
        var work = rig.NewWork();
        var claim = await Rig.ClaimAsync(work);
        await work.IntendAsync(claim, claim.Items[0], "m1");
        var ids = Enumerable.Range(1, 4).Select(id => (long)id).ToArray();

        var gone = await rig.Items.RemoveAsync(ids, ["Queued", "Rejected", "Failed"]);

        Assert.Equal(3, gone.Count);
        Assert.DoesNotContain(claim.Items[0].Id, gone);
        Assert.Equal(1m, await rig.ReadAsync<decimal>("SELECT sum(open) FROM s.gc_lane"));
        Assert.Single(await rig.Items.RemoveAsync(ids, ["Sending"]));
        Assert.Equal(0m, await rig.ReadAsync<decimal>("SELECT sum(open) FROM s.gc_lane"));
        Assert.Empty(await rig.Items.RemoveAsync(ids, ["Sending"]));
    }

    // Each locks lanes before items; a deadlock would be an error here.
    [PostgresFact]
    public async Task Taking_out_adding_again_and_working_do_not_wait_for_each_other_in_a_circle()
    {
        await using var rig = await Rig.MakeAsync(server);
        var items = Enumerable.Range(0, 400).Select(number => Rig.Item($"lane-{number % 20}", number)).ToArray();
        await rig.Items.AddAsync(items);
        var ids = Enumerable.Range(1, 400).Select(id => (long)id).ToArray();

        await Task.WhenAll(
            Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                var work = rig.NewWork();
                while (await work.ClaimAsync(Rig.Client) is { } claim)
                {
                    foreach (var item in claim.Items)
                    {
                        if ((await work.IntendAsync(claim, item, $"m{item.Id}")).MaySend)
                        {
                            await work.EndAsync(claim, item, Lanes.Outcome.Failed($"m{item.Id}", "E", "no"));
                        }
                    }

                    await work.ReleaseAsync(claim, TimeSpan.Zero);
                }
            })),
            Task.WhenAll(Enumerable.Range(0, 10).Select(_ => rig.Items.AddAsync(items))),
            Task.WhenAll(Enumerable.Range(0, 10).Select(part => rig.Items.RemoveAsync(ids.Where(id => id % 40 == part).Reverse().ToArray(), ["Queued", "Failed"]))));

        Assert.Equal(
            await rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state IN ('Queued', 'Sending')"),
            (long)await rig.ReadAsync<decimal>("SELECT sum(open) FROM s.gc_lane"));
    }
}
