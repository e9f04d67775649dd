using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Tests.Postgres;
using GenesysAttachments.Queue.Working;

namespace GenesysAttachments.Queue.Tests.Working;

[Collection(SharedServerGroup.Name)]
public sealed class WorkerTests(PostgresServer server)
{
    [PostgresFact]
    public async Task Sends_each_file_once_in_the_order_of_its_conversation_and_ends_when_nothing_is_open()
    {
        await using var shop = await Workshop.OpenAsync(server);
        var conversations = await shop.OpenConversationsAsync(6);
        var items = await shop.AddAsync(conversations, 14);

        var run = shop.NewRun();
        var receipts = await run.RunAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Null(run.Worker.Failure);
        Assert.Empty(run.Said);
        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(items.Select(item => item.SentName), shop.Arrived.Select(message => message.What).Order());
        Assert.All(shop.Arrived.GroupBy(message => message.Conversation), lane => Assert.Equal(lane.Select(message => message.What).Order(), lane.Select(message => message.What)));
        Assert.Equal(items.Length, receipts.Count);
        Assert.Equal(items.Length, await shop.Rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state = 'Sent' AND message_id IS NOT NULL AND done_at IS NOT NULL"));
        Assert.Equal(0m, await shop.Rig.ReadAsync<decimal>("SELECT sum(open) FROM s.gc_lane WHERE owner IS NULL"));
        Assert.Equal(items.Length, await shop.Rig.ReadAsync<long>("SELECT sent FROM s.gc_worker"));
    }

    [PostgresFact]
    public async Task Several_files_of_a_conversation_go_in_one_message_intended_together()
    {
        await using var shop = await Workshop.OpenAsync(server);
        var conversations = await shop.OpenConversationsAsync(1);
        await shop.AddAsync(conversations, 10);

        var receipts = await shop.NewRun(new WorkOptions { Send = new SendOptions(FilesPerMessage: 5) }).RunAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(10, receipts.Count);
        Assert.Equal(["00000.txt+00001.txt+00002.txt+00003.txt+00004.txt", "00005.txt+00006.txt+00007.txt+00008.txt+00009.txt"], shop.Arrived.Select(message => message.What));
        Assert.Equal(2L, await shop.Rig.ReadAsync<long>("SELECT count(DISTINCT message_id) FROM s.gc_item WHERE state = 'Sent'"));
    }

    [PostgresFact]
    public async Task A_file_that_changed_or_went_or_is_refused_has_its_end_with_the_reason_and_the_rest_goes_on()
    {
        await using var shop = await Workshop.OpenAsync(server);
        var conversation = (await shop.OpenConversationsAsync(1))[0];
        QueueItem[] items =
        [
            shop.Item(conversation, shop.Write("changed.txt")), shop.Item(conversation, shop.Write("gone.txt")), shop.Item(conversation, shop.Write("touched.txt")) with { Sha256 = HashOf("What it holds.") },
            shop.Item(conversation, shop.Write("odd.exe")), shop.Item(conversation, shop.Write("good.txt")) with { Options = "{}" }, shop.Item(conversation, shop.Write("good.txt")),
        ];
        await shop.Rig.Items.AddAsync(items);
        shop.Write("changed.txt", "Something else.");
        File.Delete(Path.Combine(shop.Folder, "gone.txt"));
        File.SetLastWriteTimeUtc(Path.Combine(shop.Folder, "touched.txt"), DateTime.UnixEpoch.AddDays(1));

        var receipts = await shop.NewRun().RunAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(
            ["Failed FileChanged", "Failed FileNotFound", "Sent ", "Rejected TypeNotAllowed", "Rejected TargetMissing", "Sent "],
            await Task.WhenAll(items.Select(async item => await shop.Rig.ReadAsync<string>($"SELECT state || ' ' || coalesce(error_id, '') FROM s.gc_item WHERE key = '{item.Key}'"))));
        Assert.Equal(["touched.txt", "good.txt"], shop.Arrived.Select(message => message.What));
        Assert.Equal(6, receipts.Count);
    }

    private static string HashOf(string content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));
}
