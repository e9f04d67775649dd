using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>Body of the upload-URL call (docs/protocol.md, Messaging).</summary>
internal sealed record MessagingUploadRequest(string FileName, string ContentType, long Size);

/// <summary>Its answer; the id comes in either spelling. Never formatted: its URL is a secret.</summary>
internal sealed class MessagingUploadReply
{
    public string? Url { get; init; }

    public string? Method { get; init; }

    [JsonPropertyName("attachment_id")]
    public string? AttachmentIdSnake { get; init; }

    public string? AttachmentId { get; init; }

    public Dictionary<string, string>? Headers { get; init; }
}

/// <summary>Body of the message call.</summary>
internal sealed record MessagingMessageRequest(MessagingParty To, MessagingParty From, string? Text, MessagingAttachment[] Attachments);

/// <summary>One end of a message.</summary>
internal sealed record MessagingParty(string Id);

/// <summary>The attachment a message carries; size and type must equal what was uploaded.</summary>
internal sealed record MessagingAttachment(string Id, string Name, string ContentType, long Size);

/// <summary>Answer of the message call.</summary>
internal sealed class MessagingMessageReply
{
    public string? Id { get; init; }

    public string? Status { get; init; }

    [JsonPropertyName("created_time")]
    public DateTimeOffset? CreatedTime { get; init; }
}
