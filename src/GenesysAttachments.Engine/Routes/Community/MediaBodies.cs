using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>Answer of the media upload (docs/protocol.md, Media and Multipart).</summary>
internal sealed class MediaUploadReply
{
    [JsonConverter(typeof(IdConverter))]
    public string? MediaUri { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? FileName { get; init; }

    [JsonConverter(typeof(NumberConverter))]
    public long? FileSize { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? MimeType { get; init; }
}

/// <summary>Body of the message that refers to it.</summary>
internal sealed record MediaMessageRequest(string? Text, MediaReference[] Attachments);

/// <summary>The media a message carries, under its display name.</summary>
internal sealed record MediaReference(string MediaUri, string FileName);

/// <summary>Answer of a community message call, as far as it says anything.</summary>
internal sealed class CommunityMessageReply
{
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Status { get; init; }
}
