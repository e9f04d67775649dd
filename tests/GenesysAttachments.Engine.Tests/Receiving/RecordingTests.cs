using System.Net.Http.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>Conversations that the org answers for no longer: their files are in the recordings.</summary>
public sealed class RecordingTests
{
    [Fact]
    public async Task Files_of_a_conversation_that_is_no_longer_known_come_out_of_its_recordings()
    {
        await using var desk = await StartAsync();

        var receipts = await desk.SaveAsync();

        Assert.Equal([SaveStates.Saved, SaveStates.Saved], receipts.Select(receipt => receipt.State));
        Assert.All(receipts, receipt => Assert.Equal((null, null), (receipt.Verified, receipt.Item.Attachment!.Sha256))); // A recording tells no hash.
        Assert.Equal(["Inbound", "Outbound"], receipts.Select(receipt => receipt.Item.Attachment!.Direction));
        Assert.Equal(SaveDesk.Bytes(100), await File.ReadAllBytesAsync(Path.Combine(desk.Folder, "a.pdf")));
        Assert.Equal(["a.pdf", "b.pdf"], desk.Files);
        // The first time they are still in the archive.
        Assert.Equal([202, 200], desk.Harness.Calls.Where(call => call.Target.Contains("/recordings", StringComparison.Ordinal)).Select(call => call.Status));
    }

    [Fact]
    public async Task A_recording_that_never_comes_is_told_after_twelve_looks()
    {
        await using var desk = await StartAsync();
        desk.Fault(new Fault { Path = "*/recordings", Status = 202, Times = -1 });

        var error = await Assert.ThrowsAsync<GCException>(() => desk.ReadAsync());

        Assert.Equal((ErrorIds.Timeout, true, 12), (error.ErrorId, error.CanRetry, desk.Harness.Calls.Count(call => call.Target.Contains("/recordings", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Without_the_permission_for_them_both_are_told()
    {
        await using var desk = await StartAsync();
        desk.Fault(new Fault { Path = "*/recordings", Status = 403, Times = -1 });

        var error = await Assert.ThrowsAsync<GCException>(() => desk.ReadAsync());

        Assert.Equal(ErrorIds.ConversationNotFound, error.ErrorId);
        Assert.Contains("Its recordings cannot be looked into: Reading recordings of conversation ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_without_recordings_is_unknown()
    {
        await using var desk = await StartAsync();
        desk.Fault(new Fault { Path = "*/recordings", Status = 200, Body = "[]", Times = -1 });

        var error = await Assert.ThrowsAsync<GCException>(() => desk.ReadAsync());

        Assert.Equal((ErrorIds.ConversationNotFound, 404), (error.ErrorId, error.StatusCode));
    }

    private static async Task<SaveDesk> StartAsync()
    {
        var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", contentType = "application/pdf", content = SaveDesk.Bytes(100) });
        await desk.AddAsync(new { direction = "outbound", attachments = new[] { new { fileName = "b.pdf", contentType = "application/pdf", content = SaveDesk.Bytes(200, 2) } } });
        using var closed = await desk.Harness.Http.PostAsJsonAsync(new Uri($"{desk.Harness.Sandbox.Identity.Url}/_sandbox/conversations"), new { conversationId = desk.Conversation, state = "closed" });
        Assert.True(closed.IsSuccessStatusCode);
        desk.Fault(new Fault { Path = $"/api/v2/conversations/{desk.Conversation}", Status = 404, Times = -1 });
        return desk;
    }
}
