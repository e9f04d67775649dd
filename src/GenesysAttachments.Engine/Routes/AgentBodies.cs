using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Storage;

namespace GenesysAttachments.Engine.Routes;

/// <summary><c>UploadMediaRequest</c> (docs/protocol.md, Agent uploads). Its MD5 is left out: optional, and nothing says how it is encoded.</summary>
internal sealed record AgentUploadRequest(string FileName, long ContentLengthBytes);

// What is read has setters: for properties that are only initialised the compiled reader collects arguments first.

/// <summary><c>MessageMediaUploadData</c>. Never formatted: its URL is a secret.</summary>
internal sealed class AgentUploadReply
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; set; }

    public string? UploadUrl { get; set; }

    public Dictionary<string, string>? UploadHeaders { get; set; }
}

/// <summary><c>MessageMediaData</c>, the part that says whether the upload is usable.</summary>
internal sealed class AgentMedia
{
    /// <summary>Which upload, in a list of them.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Status { get; set; }

    [JsonConverter(typeof(NumberConverter))]
    public long? ContentLengthBytes { get; set; }

    [JsonIgnore]
    public bool IsValid => "valid".Equals(Status, StringComparison.OrdinalIgnoreCase);

    [JsonIgnore]
    public bool IsInvalid => "invalid".Equals(Status, StringComparison.OrdinalIgnoreCase);
}

/// <summary><c>MessageMediaListing</c>, a page of it.</summary>
internal sealed class AgentMediaListing
{
    public Items<AgentMedia>? Entities { get; set; }
}

/// <summary><c>AdditionalMessage</c>: one body field a request, so text or media, never both.</summary>
internal sealed record AgentMessageRequest(string? TextBody, string[]? MediaIds);

/// <summary><c>MessageData</c>, the part a receipt shows.</summary>
internal sealed class AgentMessageReply
{
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Status { get; set; }

    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>What it carries.</summary>
    public NormalizedMessageBody? NormalizedMessage { get; set; }

    /// <summary>What the channel says of it.</summary>
    public Items<NormalizedReceiptBody>? NormalizedReceipts { get; set; }

    /// <summary>Why it will not arrive, in words of the platform as they may be shown; null where nothing says so.</summary>
    public string? Refusal(SecretMask mask)
    {
        if (Status?.ToLowerInvariant() is not ("failed" or "delivery-failed" or "removed"))
        {
            return null;
        }

        var reasons = (NormalizedReceipts ?? []).SelectMany(receipt => receipt.Reasons ?? [])
            .Select(reason => string.Join(": ", new[] { reason.Code, reason.Message }.Where(part => !string.IsNullOrEmpty(part)))).Where(reason => reason.Length > 0).Distinct(StringComparer.Ordinal);
        return mask.Show(string.Join("; ", reasons.Prepend(Status))).TrimEnd('.');
    }
}

/// <summary>Answer of a bulk read.</summary>
internal sealed class AgentMessageListing
{
    public Items<AgentMessageReply>? Entities { get; set; }
}

/// <summary>What a channel says of a message (platform SDK 270, ConversationNormalizedMessage of type Receipt).</summary>
internal sealed class NormalizedReceiptBody
{
    public Items<NormalizedReasonBody>? Reasons { get; set; }
}

/// <summary>One reason of a receipt; new codes keep coming.</summary>
internal sealed class NormalizedReasonBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Code { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Message { get; set; }
}

/// <summary>The part of a message that says what it carries (platform SDK 270, ConversationNormalizedMessage).</summary>
internal sealed class NormalizedMessageBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Text { get; set; }

    public Items<NormalizedContentBody>? Content { get; set; }
}

/// <summary>One content of a message.</summary>
internal sealed class NormalizedContentBody
{
    public NormalizedAttachmentBody? Attachment { get; set; }
}

/// <summary>An attachment of a message.</summary>
internal sealed class NormalizedAttachmentBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; set; }
}
