using System.Net.Http.Json;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org.Finding;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>What was sent comes back as the same bytes under the same name, whichever way it went.</summary>
public sealed class RoundTripTests
{
    private static readonly AttachmentPolicy Open = AttachmentPolicy.Default with { AllowedTypes = ["*/*"] };

    [Theory]
    [InlineData(RouteNames.Agent)]
    [InlineData(RouteNames.Media)]
    [InlineData(RouteNames.Multipart)]
    public async Task A_folder_of_every_family_comes_back_from_the_conversation_that_is_found(string route)
    {
        await using var desk = await SaveDesk.StartAsync();
        var files = await WriteAsync(desk);
        var sent = await desk.Harness.SendAsync(files.Select((path, i) => desk.Harness.Deliver(path, desk.Harness.AgentTarget, index: i) with { Route = route, File = desk.Harness.Check(path, route, Open) }));
        Assert.All(sent, receipt => Assert.Equal((ReceiptStates.Sent, null), (receipt.State, receipt.Error?.Message)));

        var now = desk.Harness.Time.GetUtcNow();
        var finder = desk.Harness.Session.Find(new ConversationSearch(now.AddDays(-2), now) { WithAttachment = true });
        Assert.Equal(desk.Conversation, Assert.Single((await finder.NextAsync(CallContext.Silent, default)).Conversations).ConversationId);
        var receipts = await desk.SaveAsync();

        AssertSame(files, receipts, desk, route == RouteNames.Agent ? "Outbound" : null);
    }

    [Fact]
    public async Task A_folder_of_every_family_comes_back_from_a_channel()
    {
        await using var desk = await SaveDesk.StartAsync();
        var files = await WriteAsync(desk);
        var sent = await desk.Harness.SendAsync(files.Select((path, i) => desk.Harness.Deliver(path, desk.Harness.MessagingTarget, index: i) with { File = desk.Harness.Check(path, RouteNames.Messaging, Open) }));
        Assert.All(sent, receipt => Assert.Equal((ReceiptStates.Sent, null), (receipt.State, receipt.Error?.Message)));

        AssertSame(files, await desk.SaveAsync(), desk, null);
    }

    [Fact]
    public async Task A_guests_folder_comes_back_to_the_guest_and_to_the_org()
    {
        await using var desk = await SaveDesk.StartAsync();
        var files = await WriteAsync(desk);
        var guest = await desk.Harness.ConnectGuestAsync();
        var sent = await desk.Harness.SendAsync(files.Select((path, i) => desk.Harness.DeliverAsGuest(guest, path, index: i)));
        Assert.All(sent, receipt => Assert.Equal((ReceiptStates.Sent, null), (receipt.State, receipt.Error?.Message)));

        var own = await desk.SaveAsync(guest);

        AssertSame(files, own, desk, "Inbound");
        Assert.Empty(desk.Resolves); // A guest has no token to resolve with.
        Assert.All(own, receipt => Assert.Equal((null, AttachmentSources.Storage), (receipt.Item.Attachment!.ConversationId, receipt.Item.Attachment.Source)));
    }

    // Whatever the corpus has, in an org that takes it all.
    private static async Task<List<string>> WriteAsync(SaveDesk desk)
    {
        var all = new { fileTypes = new[] { new { type = "*/*" } }, maxFileSizeKB = 10240 };
        using var reply = await desk.Harness.Http.PutAsJsonAsync(new Uri($"{desk.Harness.Sandbox.Identity.Url}/_sandbox/policy"), new { inbound = all, outbound = all, blockedExtensions = Array.Empty<string>() });
        Assert.True(reply.IsSuccessStatusCode);
        var files = new List<string>();
        foreach (var (extension, bytes) in Corpus.Files)
        {
            var path = Path.Combine(desk.Harness.Folder, $"Muster_é_{files.Count}.{extension}");
            await File.WriteAllBytesAsync(path, bytes);
            if (desk.Harness.Check(path, RouteNames.Agent, Open).IsValid)
            {
                files.Add(path);
            }
        }

        Assert.InRange(files.Count, 30, 200);
        return files;
    }

    private static void AssertSame(List<string> files, List<SaveReceipt> receipts, SaveDesk desk, string? direction)
    {
        Assert.All(receipts, receipt => Assert.Equal((SaveStates.Saved, true, null), (receipt.State, receipt.Verified, receipt.Error?.Message)));
        Assert.Equal(files.Select(path => (Path.GetFileName(path), Harness.Sha256(path))).Order(), receipts.Select(receipt => (Path.GetFileName(receipt.Path!), Harness.Sha256(receipt.Path!))).Order());
        Assert.Equal(files.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal), desk.Files);
        if (direction is not null)
        {
            Assert.All(receipts, receipt => Assert.Equal(direction, receipt.Item.Attachment!.Direction));
        }
    }
}
