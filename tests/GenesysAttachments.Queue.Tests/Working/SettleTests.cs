using System.Net.Http.Headers;
using System.Net.Http.Json;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Tests.Postgres;
using GenesysAttachments.Queue.Working;

namespace GenesysAttachments.Queue.Tests.Working;

/// <summary>What a worker finds that another left when it ended.</summary>
[Collection(SharedServerGroup.Name)]
public sealed class SettleTests(PostgresServer server)
{
    [PostgresFact]
    public async Task A_file_whose_worker_ended_after_its_request_is_found_and_not_sent_again()
    {
        await using var shop = await Workshop.OpenAsync(server);
        var conversation = (await shop.OpenConversationsAsync(1))[0];
        var items = await shop.AddAsync([conversation], 3);
        var dead = await DeadAsync(shop);
        var plan = await new ItemPlans(TimeProvider.System).MakeAsync(dead.Claim.Items[0], shop.Session, default);
        var (route, context) = (RouteSet.Of(shop.Session)["Agent"], CallContext.Silent);
        var upload = await route.UploadAsync(plan, context, default);
        await route.ConfirmAsync(upload, context, default);
        await dead.Work.IntendAsync(dead.Claim, dead.Claim.Items[0], upload.Id, upload.Target.CommunicationId);
        await route.SendAsync([upload], null, context, default);
        await shop.Rig.EndLeasesAsync();
        await shop.Rig.AgeIntentsAsync();
        File.Delete(items[0].Path);
        shop.Write("file.txt");
        File.SetLastWriteTimeUtc(items[0].Path, items[0].Modified.UtcDateTime);

        var receipts = await shop.NewRun().RunAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(["00000.txt", "00001.txt", "00002.txt"], shop.Arrived.Select(message => message.What));
        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(context.Transfer.MessageId, receipts.MinBy(receipt => receipt.Plan.Index)!.Transfer.MessageId);
        Assert.Equal(0L, await shop.Rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state <> 'Sent'"));
    }

    [PostgresFact]
    public async Task A_file_that_the_conversation_does_not_show_is_unknown_and_what_is_behind_it_goes_on()
    {
        await using var shop = await Workshop.OpenAsync(server);
        var conversation = (await shop.OpenConversationsAsync(1))[0];
        var items = await shop.AddAsync([conversation], 3);
        var dead = await DeadAsync(shop);
        await dead.Work.IntendAsync(dead.Claim, dead.Claim.Items[0], "no such upload", await LegAsync(shop, conversation));
        await shop.Rig.EndLeasesAsync();
        await shop.Rig.AgeIntentsAsync();

        var receipts = await shop.NewRun().RunAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(["00001.txt", "00002.txt"], shop.Arrived.Select(message => message.What));
        Assert.Equal(ItemStates.Unknown, await shop.Rig.StateAsync(items[0]));
        Assert.Contains("does not show it", Assert.Single(receipts, receipt => receipt.State == ReceiptStates.Unknown).Error!.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_file_that_may_still_arrive_is_not_looked_for_yet_and_nothing_passes_it()
    {
        await using var shop = await Workshop.OpenAsync(server);
        var conversation = (await shop.OpenConversationsAsync(1))[0];
        await shop.AddAsync([conversation], 3);
        var dead = await DeadAsync(shop);
        await dead.Work.IntendAsync(dead.Claim, dead.Claim.Items[0], "no such upload", "leg");
        await shop.Rig.EndLeasesAsync();

        var run = shop.NewRun(new WorkOptions { Duration = TimeSpan.FromSeconds(2) });
        Assert.Empty(await run.RunAsync().WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Empty(shop.Arrived);
        Assert.Equal(1L, await shop.Rig.ReadAsync<long>("SELECT count(*) FROM s.gc_lane WHERE owner IS NULL AND free_at BETWEEN clock_timestamp() + interval '60 s' AND clock_timestamp() + interval '90 s'"));
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_text_whose_worker_ended_goes_at_most_once_and_its_file_goes_after_it(bool hasArrived)
    {
        await using var shop = await Workshop.OpenAsync(server);
        var conversation = (await shop.OpenConversationsAsync(1))[0];
        var path = shop.Write("file.txt");
        await shop.Rig.Items.AddAsync([shop.Item(conversation, path, "1.txt", "Your documents"), shop.Item(conversation, path, "2.txt", "And more")]);
        var (dead, leg) = (await DeadAsync(shop), await LegAsync(shop, conversation));
        Assert.True((await dead.Work.IntendTextAsync(dead.Claim, dead.Claim.Items[0], leg)).MaySend);
        if (hasArrived)
        {
            await PostTextAsync(shop, conversation, leg, "Your documents");
        }

        await shop.Rig.EndLeasesAsync();
        await shop.Rig.ReadAsync<int>("UPDATE s.gc_item SET text_by = clock_timestamp() - interval '1 hour' WHERE text_by IS NOT NULL RETURNING 1");

        var receipts = await shop.NewRun().RunAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(hasArrived ? ["Your documents", "1.txt", "And more", "2.txt"] : ["1.txt", "And more", "2.txt"], shop.Arrived.Select(message => message.What));
        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(hasArrived ? 0 : 1, receipts.Count(receipt => receipt.Transfer.Warnings.Any(warning => warning.Contains("text may have gone", StringComparison.Ordinal))));
        Assert.Equal(hasArrived ? "Sent" : "Unknown", await shop.Rig.ReadAsync<string>("SELECT text_state FROM s.gc_item WHERE sent_name = '1.txt'"));
    }

    [PostgresFact]
    public async Task A_text_that_was_under_way_keeps_others_from_the_file()
    {
        await using var shop = await Workshop.OpenAsync(server);
        var conversation = (await shop.OpenConversationsAsync(1))[0];
        await shop.Rig.Items.AddAsync([shop.Item(conversation, shop.Write("file.txt"), text: "Your documents")]);
        var dead = await DeadAsync(shop);
        await dead.Work.IntendTextAsync(dead.Claim, dead.Claim.Items[0], "leg");
        await shop.Rig.EndLeasesAsync();
        var next = new LaneWork(shop.Rig.Database, Worker.Here([shop.Session.SharedKey]));
        var claim = (await next.ClaimAsync(shop.Session.SharedKey))!;

        Assert.InRange(claim.Items[0].UnsettledText!.Wait, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(90));
        Assert.Equal(IntentAnswer.NotNext, (await next.IntendAsync(claim, claim.Items[0], "m1")).Answer);
        Assert.Equal(IntentAnswer.NotNext, (await next.IntendTextAsync(claim, claim.Items[0], "leg")).Answer);
        Assert.False(await next.SettleTextAsync(claim.Items[0], TextStates.Unknown));
        Assert.False(await next.SettleTextAsync(claim.Items[0], null));
        Assert.True(await next.SettleTextAsync(claim.Items[0], TextStates.Sent));
        Assert.True((await next.IntendAsync(claim, claim.Items[0], "m1")).MaySend);
    }

    private static async Task<(LaneWork Work, LaneClaim Claim)> DeadAsync(Workshop shop)
    {
        var work = new LaneWork(shop.Rig.Database, Worker.Here([shop.Session.SharedKey]));
        return (work, (await work.ClaimAsync(shop.Session.SharedKey))!);
    }

    private static async Task<string> LegAsync(Workshop shop, string conversation) =>
        (await shop.Session.GetStandingAsync(conversation, CallContext.Silent, default)).Legs.Single(leg => leg.Purpose == "agent").CommunicationId;

    private static async Task PostTextAsync(Workshop shop, string conversation, string leg, string text)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await shop.Session.GetAccessTokenAsync(CallContext.Silent, default));
        using var answer = await http.PostAsJsonAsync(new Uri($"{shop.Sandbox.Identity.Url}/api/v2/conversations/messages/{conversation}/communications/{leg}/messages"), new { textBody = text });
        answer.EnsureSuccessStatusCode();
    }
}
