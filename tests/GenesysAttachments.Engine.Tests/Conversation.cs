using System.Net.Http.Json;
using System.Text.Json;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Conversations of a sandbox, as its control paths open and change them.</summary>
internal static class Conversation
{
    /// <summary>Opens one; the target names no communication.</summary>
    public static async Task<Target> OpenAsync(Harness harness) => new() { ConversationId = (await SetAsync(harness, null, "connected")).ConversationId };

    /// <summary>Changes one, or opens one; gives its ids.</summary>
    public static async Task<Target> SetAsync(Harness harness, string? conversationId, string state)
    {
        using var reply = await harness.Http.PostAsJsonAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/conversations"), new { conversationId, state });
        var conversation = await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return new Target { ConversationId = conversation.GetProperty("conversationId").GetString(), CommunicationId = conversation.GetProperty("communicationId").GetString() };
    }
}
