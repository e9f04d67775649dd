using GenesysAttachments.Engine.Http;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Reading;
using GenesysAttachments.Queue.Tests.Postgres;
using GenesysAttachments.Queue.Working;

namespace GenesysAttachments.Queue.Tests.Working;

[Collection(SharedServerGroup.Name)]
public sealed class ResolverTests(PostgresServer server)
{
    [PostgresFact]
    public async Task What_a_worker_may_be_at_is_left_alone_and_what_it_left_is_told_with_its_age()
    {
        await using var shop = await Workshop.OpenAsync(server);
        var items = await shop.AddAsync(await shop.OpenConversationsAsync(1), 2);
        var work = new LaneWork(shop.Rig.Database, Worker.Here([shop.Session.SharedKey]));
        var claim = (await work.ClaimAsync(shop.Session.SharedKey))!;
        await work.IntendAsync(claim, claim.Items[0], "no such upload", "leg");

        Assert.Equal(ItemStates.Sending, (await SettleAsync(shop, force: true)).State);
        await shop.Rig.AgeIntentsAsync();
        var settled = await SettleAsync(shop);

        Assert.Equal(ItemStates.Unknown, settled.State);
        Assert.Matches(@"does not show it, \d+ seconds after its request", settled.Message);
        Assert.Equal(ItemStates.Queued, await shop.Rig.StateAsync(items[1]));
        Assert.Empty(shop.Sandbox.Messages);
    }

    [PostgresFact]
    public async Task Only_what_is_asked_for_by_force_is_queued_again_and_nothing_whose_end_came_meanwhile()
    {
        await using var shop = await Workshop.OpenAsync(server);
        var items = await shop.AddAsync(await shop.OpenConversationsAsync(1), 1);
        var work = new LaneWork(shop.Rig.Database, Worker.Here([shop.Session.SharedKey]));
        var claim = (await work.ClaimAsync(shop.Session.SharedKey))!;
        await work.IntendAsync(claim, claim.Items[0], "m1", "leg");
        await work.EndAsync(claim, claim.Items[0], Outcome.Unknown("m1", null, "lost"));
        await work.ReleaseAsync(claim, TimeSpan.Zero);

        Assert.False(await work.ReopenAsync(claim.Items[0].Id, "m0"));
        Assert.Equal(ItemStates.Queued, (await SettleAsync(shop, force: true)).State);
        await shop.NewRun().RunAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(ItemStates.Sent, await shop.Rig.StateAsync(items[0]));
        Assert.False(await work.ReopenAsync(claim.Items[0].Id, "m1"));
        Assert.Single(shop.Sandbox.Messages);
        Assert.NotNull(await shop.Rig.ReadAsync<string>("SELECT sha256 FROM s.gc_item"));
    }

    private static async Task<StoredItem> SettleAsync(Workshop shop, bool force = false)
    {
        var resolver = new QueueResolver(shop.Rig.Database);
        return await resolver.SettleAsync(Assert.Single(await resolver.ReadAsync(new ItemFilter(), 0, default)), shop.Session, force, new CallContext(), default);
    }
}
