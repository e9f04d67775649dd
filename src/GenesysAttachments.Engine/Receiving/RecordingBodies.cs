using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>A recording of a conversation (platform SDK 270, Recording), as far as its messages go.</summary>
internal sealed class RecordingBody
{
    public Items<RecordedMessageBody>? MessagingTranscript { get; set; }
}

/// <summary>A message of a recording.</summary>
internal sealed class RecordedMessageBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>Who said it: <c>customer</c>, <c>agent</c>, …</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Purpose { get; set; }

    public Items<RecordedFileBody>? MessageMediaAttachments { get; set; }
}

/// <summary>A file of such a message: other names for what messages say of theirs, and no hash.</summary>
internal sealed class RecordedFileBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Url { get; set; }

    /// <summary>A content type here.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? MediaType { get; set; }

    [JsonConverter(typeof(NumberConverter))]
    public long? ContentLength { get; set; }

    [JsonConverter(typeof(TextConverter))]
    public string? Name { get; set; }
}
