namespace GenesysAttachments.Engine.Routes;

/// <summary><c>UploadMediaRequest</c> (docs/protocol.md, Agent uploads). Its MD5 is left out: optional, and nothing says how it is encoded.</summary>
internal sealed record AgentUploadRequest(string FileName, long ContentLengthBytes);

/// <summary><c>MessageMediaUploadData</c>. Never formatted: its URL is a secret.</summary>
internal sealed class AgentUploadReply
{
    public string? Id { get; init; }

    public string? UploadUrl { get; init; }

    public Dictionary<string, string>? UploadHeaders { get; init; }
}

/// <summary><c>MessageMediaData</c>, the part that says whether the upload is usable.</summary>
internal sealed class AgentMedia
{
    public string? Status { get; init; }

    public long? ContentLengthBytes { get; init; }
}

/// <summary><c>AdditionalMessage</c>: one body field a request, so text or media, never both.</summary>
internal sealed record AgentMessageRequest(string? TextBody, string[]? MediaIds);

/// <summary><c>MessageData</c>, the part a receipt shows.</summary>
internal sealed class AgentMessageReply
{
    public string? Id { get; init; }

    public string? Status { get; init; }

    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>A conversation, as <c>GET /api/v2/conversations/{id}</c> gives it.</summary>
internal sealed class ConversationBody
{
    public string? Id { get; init; }

    public List<ParticipantBody>? Participants { get; init; }
}

/// <summary>One participant.</summary>
internal sealed class ParticipantBody
{
    public string? Purpose { get; init; }

    public string? Name { get; init; }

    public string? UserId { get; init; }

    public List<MessageLegBody>? Messages { get; init; }
}

/// <summary>One messaging leg of a participant; its id is the communication id.</summary>
internal sealed class MessageLegBody
{
    public string? Id { get; init; }

    public string? State { get; init; }

    public string? Type { get; init; }

    public DateTimeOffset? ConnectedTime { get; init; }
}
