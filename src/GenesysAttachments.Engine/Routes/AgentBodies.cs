using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Storage;

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
