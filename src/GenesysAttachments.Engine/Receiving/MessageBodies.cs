using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>A message with what it carries (platform SDK 270, MessageData).</summary>
internal sealed class MessageBody
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? ConversationId { get; set; }

    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary><c>inbound</c> is from the customer.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Direction { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? MessengerType { get; set; }

    public MessageContentsBody? NormalizedMessage { get; set; }
}

/// <summary>Answer of a bulk read.</summary>
internal sealed class MessageListBody
{
    public Items<MessageBody>? Entities { get; set; }
}

/// <summary>The contents of a message.</summary>
internal sealed class MessageContentsBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Direction { get; set; }

    public Items<MessageContentBody>? Content { get; set; }
}

/// <summary>One content of a message.</summary>
internal sealed class MessageContentBody
{
    public MessageAttachmentBody? Attachment { get; set; }
}

/// <summary>An attachment of a message; only its media type is documented as always there. Never formatted: its URL may be signed.</summary>
internal sealed class MessageAttachmentBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? MediaType { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Url { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Mime { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Filename { get; set; }

    [JsonConverter(typeof(NumberConverter))]
    public long? ContentSizeBytes { get; set; }

    /// <summary>The same in the history of a guest.</summary>
    [JsonConverter(typeof(NumberConverter))]
    public long? FileSize { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Sha256 { get; set; }
}

/// <summary>The answer of a download's address (platform SDK 270, UrlResponse).</summary>
internal sealed class UrlBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Url { get; set; }
}

/// <summary>A page of a guest's history.</summary>
internal sealed class GuestHistoryBody
{
    public Items<GuestMessageBody>? Entities { get; set; }

    [JsonConverter(typeof(NumberConverter))]
    public long? PageCount { get; set; }
}

/// <summary>A message of a guest's history: its contents stand at its root.</summary>
internal sealed class GuestMessageBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Direction { get; set; }

    public GuestChannelBody? Channel { get; set; }

    public Items<MessageContentBody>? Content { get; set; }
}

/// <summary>How a message of a guest's history went.</summary>
internal sealed class GuestChannelBody
{
    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? Time { get; set; }
}
