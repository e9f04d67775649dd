using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>What was sent, read back from the platform.</summary>
public sealed class SentCheckTests
{
    [Fact]
    public async Task An_agents_file_is_read_back_by_its_message()
    {
        await using var desk = await SaveDesk.StartAsync();
        var path = desk.Harness.Write("My report.pdf", 50_000);
        var sent = (await desk.Harness.SendAsync(desk.Harness.Deliver(path))).Single();

        var received = await ReadBackAsync(desk, sent);

        Assert.Equal(new Received(50_000, Harness.Sha256(path)), received);
        Assert.Equal((1, 1, 1), (desk.Reads.Count, desk.Resolves.Count, desk.Gets.Count));
    }

    [Fact]
    public async Task Of_several_files_in_a_message_each_is_found()
    {
        await using var desk = await SaveDesk.StartAsync();
        var paths = Enumerable.Range(0, 4).Select(i => desk.Harness.Write($"{i}.pdf", 1000, i)).ToList();
        var receipts = await desk.Harness.PumpAsync([.. paths.Select((path, i) => desk.Harness.Deliver(path, index: i))], 4, filesPerMessage: 4);
        Assert.Single(receipts.Select(receipt => receipt.Transfer.MessageId).Distinct());

        foreach (var receipt in receipts)
        {
            Assert.Equal(Harness.Sha256(receipt.Plan.File.Path), (await ReadBackAsync(desk, receipt)).Sha256);
        }
    }

    [Fact]
    public async Task A_guest_asks_for_a_fresh_address_by_the_attachment_alone()
    {
        await using var desk = await SaveDesk.StartAsync();
        var guest = await desk.Harness.ConnectGuestAsync();
        var path = desk.Harness.Write("a.pdf", 50_000);
        var sent = (await desk.Harness.SendAsync(desk.Harness.DeliverAsGuest(guest, path))).Single();

        var received = await new SentCheck(guest).ReadBackAsync(null, null, sent.Transfer.AttachmentId, "a.pdf", CallContext.Silent, default);

        Assert.Equal(new Received(50_000, Harness.Sha256(path)), received);
        Assert.Contains(desk.Harness.Calls, call => call is { Method: "WS", Target: "getAttachment" });
        Assert.Empty(desk.Resolves);
    }

    [Fact]
    public async Task What_the_platform_says_of_it_counts_for_nothing()
    {
        await using var desk = await SaveDesk.StartAsync();
        var id = await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(100), sha256 = new string('0', 64), contentSizeBytes = 7 });

        var received = await new SentCheck(desk.Harness.Session).ReadBackAsync(desk.Conversation, id, null, "a.pdf", CallContext.Silent, default);

        Assert.Equal(100, received.Length);
    }

    [Fact]
    public async Task A_message_that_is_told_of_late_is_waited_for()
    {
        await using var desk = await SaveDesk.StartAsync();
        var sent = (await desk.Harness.SendAsync(desk.Harness.Deliver(desk.Harness.Write("a.pdf")))).Single();
        desk.Fault(new Fault { Method = "GET", Path = $"*/messages/{sent.Transfer.MessageId}", Status = 404, Times = 3 });

        Assert.Equal(1000, (await ReadBackAsync(desk, sent)).Length);
        Assert.Equal(4, desk.Reads.Count);
    }

    [Fact]
    public async Task A_message_without_the_file_is_told_after_five_looks()
    {
        await using var desk = await SaveDesk.StartAsync();
        var id = await desk.AddAsync(new { text = "Nothing here." });

        var error = await Assert.ThrowsAsync<GCException>(() => new SentCheck(desk.Harness.Session).ReadBackAsync(desk.Conversation, id, "x", "a.pdf", CallContext.Silent, default));

        Assert.Equal((ErrorIds.DownloadFailed, $"Message {id} does not tell where 'a.pdf' is.", 5), (error.ErrorId, error.Message, desk.Reads.Count));
    }

    [Fact]
    public async Task An_attachment_that_the_guest_service_does_not_know_is_gone()
    {
        await using var desk = await SaveDesk.StartAsync();
        var guest = await desk.Harness.ConnectGuestAsync();

        var error = await Assert.ThrowsAsync<GCException>(() => new SentCheck(guest).ReadBackAsync(null, null, Guid.NewGuid().ToString(), "a.pdf", CallContext.Silent, default));

        Assert.Equal(ErrorIds.AttachmentGone, error.ErrorId);
    }

    private static Task<Received> ReadBackAsync(SaveDesk desk, Receipt sent) =>
        new SentCheck(desk.Harness.Session).ReadBackAsync(sent.Plan.Target.ConversationId, sent.Transfer.MessageId, sent.Transfer.AttachmentId, sent.Plan.File.SentName, CallContext.Silent, default);
}
