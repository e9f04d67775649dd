using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>What is left of a conversation that has ended.</summary>
public sealed class RecordingTests : SandboxTests
{
    private const string Needed = "recording:recording:view, recording:recordingSegment:view, recording:snippetRecording:view, recording:screenRecording:view";

    private string Conversation => $"/api/v2/conversations/{Sandbox.Identity.ConversationId}";

    [Fact]
    public async Task A_conversation_that_goes_on_has_none()
    {
        foreach (var path in new[] { "recordings", "recordingmetadata" })
        {
            var reply = await Client.SendAsync(HttpMethod.Get, $"{Conversation}/{path}");
            Assert.Equal((200, 0), (reply.Status, reply.Body.GetArrayLength()));
        }
    }

    [Fact]
    public async Task Who_asks_first_is_told_to_come_back_and_then_gets_all_that_was_said()
    {
        await Client.AddMessageAsync("inbound", new { fileName = "a.png", contentType = "image/png", content = Convert.ToBase64String("12345"u8) });
        await Client.AddMessageAsync("outbound", new { fileName = "b.pdf", contentType = "application/pdf", content = "AAAA" });
        await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { conversationId = Sandbox.Identity.ConversationId, state = "closed" });

        var early = await Client.SendAsync(HttpMethod.Get, $"{Conversation}/recordings?maxWaitMs=5000");
        var recording = (await Client.SendAsync(HttpMethod.Get, $"{Conversation}/recordings?maxWaitMs=5000")).Body[0];
        var metadata = (await Client.SendAsync(HttpMethod.Get, $"{Conversation}/recordingmetadata")).Body[0];
        var single = await Client.SendAsync(HttpMethod.Get, metadata.GetProperty("selfUri").GetString()!);
        var unknown = await Client.SendAsync(HttpMethod.Get, $"{Conversation}/recordings/none");

        Assert.Equal((202, "5"), (early.Status, early.Headers.GetValues("Retry-After").Single()));
        Assert.Equal((single.Body.GetRawText(), 404), (recording.GetRawText(), unknown.Status));
        Assert.False(metadata.TryGetProperty("messagingTranscript", out _));
        Assert.Equal(
            ["customer a.png image/png 5", "agent b.pdf application/pdf 3"],
            recording.GetProperty("messagingTranscript").EnumerateArray().Select(line => $"{Text(line, "purpose")} {Describe(line.GetProperty("messageMediaAttachments")[0])}"));
    }

    [Fact]
    public async Task It_takes_a_permission_and_a_conversation()
    {
        using var poor = await Client.LimitAsync("conversation:message:view");

        var refused = await poor.SendAsync(HttpMethod.Get, $"{Conversation}/recordings");
        var unknown = await Client.SendAsync(HttpMethod.Get, "/api/v2/conversations/none/recordings");

        Assert.Equal((403, Needed, 404), (refused.Status, refused.Body.GetProperty("messageParams").GetProperty("permissions").GetString(), unknown.Status));
    }

    private static string Describe(JsonElement attachment) => $"{Text(attachment, "name")} {Text(attachment, "mediaType")} {attachment.GetProperty("contentLength").GetInt32()}";

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
