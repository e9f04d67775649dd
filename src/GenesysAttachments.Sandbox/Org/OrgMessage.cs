namespace GenesysAttachments.Sandbox.Org;

/// <summary>A message of a conversation, as the org keeps it whichever way it came.</summary>
internal sealed class OrgMessage
{
    public string Id { get; } = Guid.NewGuid().ToString();

    public required DateTimeOffset At { get; init; }

    /// <summary>The route it took.</summary>
    public required string Route { get; init; }

    public required Conversation Conversation { get; init; }

    /// <summary>From the customer rather than to them.</summary>
    public bool IsInbound { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<Upload> Uploads { get; init; } = [];

    /// <summary>A guest's custom attributes.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether its leg says what it carries; the platform need not.</summary>
    public bool HasMetadata { get; init; } = true;

    /// <summary>The status that it tells when it is read later; null where it stays what it was.</summary>
    public string? LaterStatus { get; init; }

    /// <summary>Code of the reason for that status.</summary>
    public string? Reason { get; init; }

    /// <summary>As <c>GET /_sandbox/messages</c> shows it.</summary>
    public SentMessage Row => new(At, Route, Conversation.ConversationId, Text, [.. Uploads.Select(upload => upload.Sent)]) { Attributes = Attributes };
}
