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
}
