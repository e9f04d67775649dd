using GenesysAttachments.Engine.Files;

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

    /// <summary>What it carries; the older fields beside it are being withdrawn.</summary>
    public NormalizedMessageBody? NormalizedMessage { get; init; }
}

/// <summary>A conversation, as <c>GET /api/v2/conversations/{id}</c> gives it.</summary>
internal sealed class ConversationBody
{
    public string? Id { get; init; }

    public List<ParticipantBody>? Participants { get; init; }
}

/// <summary>The logged-in user's conversations (platform SDK 270, ConversationEntityListing).</summary>
internal sealed class ConversationListBody
{
    public List<ConversationBody>? Entities { get; init; }
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

    /// <summary>What was sent on this leg.</summary>
    public List<MessageDetailBody>? Messages { get; init; }
}

/// <summary>One message as its leg tells of it (platform SDK 270, MessageDetails).</summary>
internal sealed class MessageDetailBody
{
    public string? MessageId { get; init; }

    public DateTimeOffset? MessageTime { get; init; }
}

/// <summary>The part of a message that says what it carries (platform SDK 270, ConversationNormalizedMessage).</summary>
internal sealed class NormalizedMessageBody
{
    public string? Text { get; init; }

    public List<NormalizedContentBody>? Content { get; init; }
}

/// <summary>One content of a message.</summary>
internal sealed class NormalizedContentBody
{
    public NormalizedAttachmentBody? Attachment { get; init; }
}

/// <summary>An attachment of a message.</summary>
internal sealed class NormalizedAttachmentBody
{
    public string? Id { get; init; }
}
