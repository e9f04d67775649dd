using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>Body of the upload-URL call (docs/protocol.md, Messaging).</summary>
internal sealed record MessagingUploadRequest(string FileName, string ContentType, long Size);

/// <summary>Its answer; the id comes in either spelling. Never formatted: its URL is a secret.</summary>
internal sealed class MessagingUploadReply
{
    public string? Url { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Method { get; init; }

    [JsonPropertyName("attachment_id")]
    [JsonConverter(typeof(IdConverter))]
    public string? AttachmentIdSnake { get; init; }

    [JsonConverter(typeof(IdConverter))]
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
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Status { get; init; }

    [JsonPropertyName("created_time")]
    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? CreatedTime { get; init; }
}
