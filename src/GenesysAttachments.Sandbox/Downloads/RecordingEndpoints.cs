using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Downloads;

/// <summary>
/// What is left of a conversation once it has ended: one recording with all that was said. Who asks for it first is told to come back, since
/// the platform has to fetch it.
/// </summary>
internal sealed class RecordingEndpoints(Organization org, Gate gate)
{
    private const string Path = "/api/v2/conversations/{conversationId}/recordings";
    private const int SecondsToFetch = 5;
    private static readonly string[] View = ["recording:recording:view", "recording:recordingSegment:view", "recording:snippetRecording:view", "recording:screenRecording:view"];

    // By conversation: the recording's id, there once somebody has asked for it.
    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _fetched = new(StringComparer.OrdinalIgnoreCase);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v2/conversations/{conversationId}/recordingmetadata", GetMetadataAsync);
        routes.MapGet(Path, GetAllAsync);
        routes.MapGet(Path + "/{recordingId}", GetAsync);
    }

    public void Clear()
    {
        _ids.Clear();
        _fetched.Clear();
    }

    private async Task GetMetadataAsync(HttpContext context, string conversationId)
    {
        if (await FindAsync(context, conversationId) is { } conversation)
        {
            await Wire.ReplyAsync(context, conversation.IsConnected ? [] : new[] { RecordingBody.Metadata(IdOf(conversation), conversation) });
        }
    }

    private async Task GetAllAsync(HttpContext context, string conversationId)
    {
        if (await FindAsync(context, conversationId) is not { } conversation)
        {
            return;
        }

        if (conversation.IsConnected)
        {
            await Wire.ReplyAsync(context, Array.Empty<object>());
        }
        else if (await IsFetchedAsync(context, conversation))
        {
            await Wire.ReplyAsync(context, new[] { Whole(context, conversation) });
        }
    }

    private async Task GetAsync(HttpContext context, string conversationId, string recordingId)
    {
        if (await FindAsync(context, conversationId) is not { } conversation)
        {
            return;
        }

        if (conversation.IsConnected || IdOf(conversation) != recordingId)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested recording was not found.", entity: "recording");
        }
        else if (await IsFetchedAsync(context, conversation))
        {
            await Wire.ReplyAsync(context, Whole(context, conversation));
        }
    }

    private async Task<Conversation?> FindAsync(HttpContext context, string conversationId)
    {
        if (!await gate.AdmitAsync(context, View, []))
        {
            return null;
        }

        var conversation = org.Conversations.Find(conversationId);
        if (conversation is null)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested conversation was not found.", entity: "conversation");
        }

        return conversation;
    }

    /// <summary>Whether it is there; who asks first is answered that it is not yet.</summary>
    private async Task<bool> IsFetchedAsync(HttpContext context, Conversation conversation)
    {
        if (!_fetched.TryAdd(conversation.ConversationId, true))
        {
            return true;
        }

        context.Response.StatusCode = 202;
        context.Response.Headers.RetryAfter = SecondsToFetch.ToString(CultureInfo.InvariantCulture);
        await context.Response.CompleteAsync();
        return false;
    }

    private JsonObject Whole(HttpContext context, Conversation conversation) =>
        RecordingBody.Whole(IdOf(conversation), conversation, org.Messages.Of(conversation), upload => DownloadUrl.Of(Wire.BaseUrl(context), org.Downloads.IdOf(upload)));

    private string IdOf(Conversation conversation) => _ids.GetOrAdd(conversation.ConversationId, _ => Guid.NewGuid().ToString());
}
