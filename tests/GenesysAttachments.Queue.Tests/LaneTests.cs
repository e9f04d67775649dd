using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Tests.Postgres;

namespace GenesysAttachments.Queue.Tests;

[Collection(SharedServerGroup.Name)]
public sealed class LaneTests(PostgresServer server)
{
    [PostgresFact]
    public async Task A_lane_has_one_owner_and_is_free_when_given_back_after_its_pause()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync("a", 3);
        var (first, second) = (rig.NewWork(), rig.NewWork());

        var claim = await Rig.ClaimAsync(first);
        Assert.Null(await second.ClaimAsync(Rig.Client));
        Assert.Null(await second.ClaimAsync("somebody else"));
        Assert.True(await first.ReleaseAsync(claim, TimeSpan.FromHours(1)));
        Assert.Null(await second.ClaimAsync(Rig.Client));
        await rig.EndLeasesAsync();

        Assert.Equal(claim.Fence + 1, (await Rig.ClaimAsync(second)).Fence);
    }

    [PostgresFact]
    public async Task Many_claim_at_once_and_no_lane_goes_to_two()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Items.AddAsync([.. Enumerable.Range(0, 60).Select(number => Rig.Item($"lane-{number}", number))]);

        var claims = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => rig.NewWork().ClaimAsync(Rig.Client)));

        var lanes = claims.OfType<LaneClaim>().Select(claim => claim.Lane).ToList();
        Assert.Equal(lanes.Distinct(), lanes);
    }

    [PostgresFact]
    public async Task An_owner_whose_lease_ended_sends_nothing_more_and_changes_nothing()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync("a", 3);
        var (frozen, next) = (rig.NewWork(), rig.NewWork());
        var old = await Rig.ClaimAsync(frozen);
        await rig.EndLeasesAsync();
        var claim = await Rig.ClaimAsync(next);

        Assert.Empty(await frozen.BeatAsync([old]));
        var intent = await frozen.IntendAsync(old, old.Items[0], "m1");
        Assert.Equal((IntentAnswer.LaneLost, false), (intent.Answer, intent.MaySend));
        Assert.False(await frozen.EndAsync(old, old.Items[0], Outcome.Rejected(null, null)));
        Assert.False(await frozen.ReleaseAsync(old, TimeSpan.Zero));
        Assert.Equal(["a"], await next.BeatAsync([claim]));
    }

    [PostgresFact]
    public async Task A_restored_database_gives_a_fence_again_but_not_to_the_same_worker()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync("a", 1);
        var (before, after) = (rig.NewWork(), rig.NewWork());
        var old = await Rig.ClaimAsync(before);
        await rig.ReadAsync<int>("UPDATE s.gc_lane SET fence = 0, owner = NULL, free_at = '-infinity' RETURNING 1");
        var claim = await Rig.ClaimAsync(after);

        Assert.Equal(old.Fence, claim.Fence);
        Assert.Equal(IntentAnswer.LaneLost, (await before.IntendAsync(old, old.Items[0], "m1")).Answer);
    }

    [PostgresFact]
    public async Task An_item_is_intended_only_when_it_is_the_next_and_only_once()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync("a", 3);
        var work = rig.NewWork();
        var claim = await Rig.ClaimAsync(work);

        Assert.Equal(IntentAnswer.NotNext, (await work.IntendAsync(claim, claim.Items[1], "m2")).Answer);
        Assert.True((await work.IntendAsync(claim, claim.Items[0], "m1")).MaySend);
        Assert.Equal(IntentAnswer.NotNext, (await work.IntendAsync(claim, claim.Items[0], "m1b")).Answer);
        Assert.Equal(IntentAnswer.NotNext, (await work.IntendAsync(claim, claim.Items[1], "m2")).Answer);
        Assert.True(await work.EndAsync(claim, claim.Items[0], Outcome.Sent("m1", "id")));
        Assert.True((await work.IntendAsync(claim, claim.Items[1], "m2")).MaySend);
    }

    [PostgresFact]
    public async Task An_intent_is_good_for_its_time_from_before_it_was_asked_for()
    {
        await using var rig = await Rig.MakeAsync(server, new QueueTimes { SendWithin = TimeSpan.FromMilliseconds(80) });
        await rig.AddAsync("a", 1);
        var work = rig.NewWork();
        var claim = await Rig.ClaimAsync(work);

        var intent = await work.IntendAsync(claim, claim.Items[0], "m1");
        await Task.Delay(100);

        Assert.Equal((IntentAnswer.Granted, false), (intent.Answer, intent.MaySend));
        Assert.False(await work.WithdrawAsync(claim.Items[0], "m0"));
        Assert.True(await work.WithdrawAsync(claim.Items[0], "m1"));
        Assert.False(await work.WithdrawAsync(claim.Items[0], "m1"));
        Assert.True((await work.IntendAsync(claim, claim.Items[0], "m2")).MaySend);
    }

    [PostgresFact]
    public async Task A_lane_whose_first_item_was_another_s_intent_can_only_be_settled()
    {
        await using var rig = await Rig.MakeAsync(server);
        var items = await rig.AddAsync("a", 2);
        var (dead, next) = (rig.NewWork(), rig.NewWork());
        var old = await Rig.ClaimAsync(dead);
        await dead.IntendAsync(old, old.Items[0], "m1", "leg");
        await rig.EndLeasesAsync();

        var claim = await Rig.ClaimAsync(next);
        var unsettled = claim.Items[0].Unsettled;
        Assert.Equal(("m1", "leg"), (unsettled!.Media, unsettled.Communication));
        Assert.InRange(unsettled.Wait, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(90));
        Assert.Null(claim.Items[1].Unsettled);
        Assert.Equal(IntentAnswer.NotNext, (await next.IntendAsync(claim, claim.Items[0], "m2")).Answer);
        Assert.Equal(IntentAnswer.NotNext, (await next.IntendAsync(claim, claim.Items[1], "m2")).Answer);
        Assert.False(await next.EndAsync(claim, claim.Items[0], Outcome.Unknown("m1", null, "too early")));
        Assert.False(await next.EndAsync(claim, claim.Items[0], Outcome.Failed("m1", null, "not ours to know")));
        await rig.AgeIntentsAsync();
        Assert.True(await next.EndAsync(claim, claim.Items[0], Outcome.Unknown("m1", null, "not found")));
        Assert.True((await next.IntendAsync(claim, claim.Items[1], "m2")).MaySend);

        // The dead one comes back with its answer.
        Assert.True(await dead.EndAsync(old, old.Items[0], Outcome.Sent("m1", "id")));
        Assert.Equal(ItemStates.Sent, await rig.StateAsync(items[0]));
    }

    [PostgresFact]
    public async Task Evidence_wins_over_all_but_another_upload_and_an_end_told_twice_is_told_once()
    {
        await using var rig = await Rig.MakeAsync(server);
        var items = await rig.AddAsync("a", 3);
        var work = rig.NewWork();
        var claim = await Rig.ClaimAsync(work);
        await work.IntendAsync(claim, claim.Items[0], "m1");

        Assert.False(await work.EndAsync(claim, claim.Items[0], Outcome.Sent("other", "id")));
        Assert.True(await work.EndAsync(claim, claim.Items[0], Outcome.Unknown("m1", "E", "lost")));
        Assert.True(await work.EndAsync(claim, claim.Items[0], Outcome.Sent("m1", "id")));
        Assert.True(await work.EndAsync(claim, claim.Items[0], Outcome.Sent("m1", "id")));
        Assert.False(await work.EndAsync(claim, claim.Items[0], Outcome.Unknown("m1", "E", "lost")));
        Assert.False(await work.EndAsync(claim, claim.Items[0], Outcome.Failed("m1", "E", "lost")));
        Assert.True(await work.EndAsync(claim, claim.Items[1], Outcome.Rejected("E", "no")));

        // An intent that a fail-over lost: the item is queued again, and its answer comes.
        Assert.True(await work.EndAsync(claim, claim.Items[2], Outcome.Sent("m3", "id3")));
        Assert.Equal([ItemStates.Sent, ItemStates.Rejected, ItemStates.Sent], [await rig.StateAsync(items[0]), await rig.StateAsync(items[1]), await rig.StateAsync(items[2])]);
    }

    [PostgresFact]
    public async Task A_count_left_wrong_by_a_death_is_healed_by_the_next_claim()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.AddAsync("a", 1);
        var dead = rig.NewWork();
        var old = await Rig.ClaimAsync(dead);
        await dead.IntendAsync(old, old.Items[0], "m1");
        await dead.EndAsync(old, old.Items[0], Outcome.Sent("m1", "id"));
        await rig.EndLeasesAsync();

        Assert.Equal(1L, await rig.ReadAsync<long>("SELECT open FROM s.gc_lane"));
        Assert.Null(await rig.NewWork().ClaimAsync(Rig.Client));
        Assert.Equal(0L, await rig.ReadAsync<long>("SELECT open FROM s.gc_lane"));
    }

    [PostgresFact]
    public async Task Nothing_queued_while_a_lane_is_given_back_is_ever_forgotten()
    {
        await using var rig = await Rig.MakeAsync(server);
        var work = rig.NewWork();
        for (var round = 0; round < 40; round++)
        {
            await rig.AddAsync("a", 1);
            var claim = await Rig.ClaimAsync(work);
            Assert.All(await Task.WhenAll(claim.Items.Select(item => work.EndAsync(claim, item, Outcome.Rejected(null, null)))), Assert.True);
            await Task.WhenAll(rig.AddAsync("a", 1), work.ReleaseAsync(claim, TimeSpan.Zero), rig.AddAsync("a", 2));

            Assert.Equal(3L, await rig.ReadAsync<long>("SELECT open FROM s.gc_lane"));
            Assert.Equal(3L, await rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state = 'Queued'"));
            await rig.ReadAsync<long>("WITH gone AS (DELETE FROM s.gc_item RETURNING 1), none AS (DELETE FROM s.gc_lane) SELECT count(*) FROM gone");
        }
    }
}
