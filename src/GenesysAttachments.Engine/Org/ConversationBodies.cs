using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Org;

/// <summary>A conversation, as <c>GET /api/v2/conversations/{id}</c> gives it.</summary>
internal sealed class ConversationBody
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    /// <summary>The platform leaves it out of what is read; the community's guides know <c>ACTIVE</c> and <c>RESOLVED</c>.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? State { get; init; }

    /// <summary>When the last participant left.</summary>
    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? EndTime { get; init; }

    public Items<ParticipantBody>? Participants { get; init; }
}

/// <summary>The logged-in user's conversations (platform SDK 270, ConversationEntityListing).</summary>
internal sealed class ConversationListBody
{
    public Items<ConversationBody>? Entities { get; init; }
}

/// <summary>One participant.</summary>
internal sealed class ParticipantBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Purpose { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Name { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? UserId { get; init; }

    public Items<MessageLegBody>? Messages { get; init; }
}

/// <summary>One messaging leg of a participant; its id is the communication id.</summary>
internal sealed class MessageLegBody
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? State { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Type { get; init; }

    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? ConnectedTime { get; init; }

    /// <summary>What was sent on this leg.</summary>
    public Items<MessageDetailBody>? Messages { get; init; }
}

/// <summary>One message as its leg tells of it (platform SDK 270, MessageDetails).</summary>
internal sealed class MessageDetailBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? MessageId { get; init; }

    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? MessageTime { get; init; }

    /// <summary>What it carries, without the things themselves; null where the platform does not say.</summary>
    public MessageMetadataBody? MessageMetadata { get; init; }
}

/// <summary>What a message carries (platform SDK 270, ConversationMessageMetadata).</summary>
internal sealed class MessageMetadataBody
{
    public Items<MessageMetadataContentBody>? Content { get; init; }
}

/// <summary>One thing that a message carries, by its kind.</summary>
internal sealed class MessageMetadataContentBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? ContentType { get; init; }
}
