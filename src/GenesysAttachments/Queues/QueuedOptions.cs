using System.Text.Json;
using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Queues;

/// <summary>What a worker needs of an item beside its columns, as it stands in the column <c>options</c>: a flat JSON object without what is absent.</summary>
internal sealed record QueuedOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Display name.</summary>
    public string? Name { get; init; }

    /// <summary>Content type.</summary>
    public string? ContentType { get; init; }

    /// <summary>Route, one of <see cref="RouteNames"/>.</summary>
    public string? Route { get; init; }

    /// <summary>Conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Agent leg that was asked for; null lets the worker look up the connected one.</summary>
    public string? CommunicationId { get; init; }

    /// <summary>Channel.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Guest.</summary>
    public string? GuestId { get; init; }

    /// <summary>Path of the Multipart route.</summary>
    public string? Template { get; init; }

    /// <summary>How strictly content is held against its name; null is the default.</summary>
    public string? ContentCheck { get; init; }

    /// <summary><c>Live</c>, <c>Default</c>, or a policy as canonical JSON; null lets the worker take its session's own.</summary>
    public string? Policy { get; init; }

    /// <summary>Where it goes.</summary>
    [JsonIgnore]
    public Target Target => new() { ConversationId = ConversationId, CommunicationId = CommunicationId, ChannelId = ChannelId, GuestId = GuestId };

    /// <summary>As it stands in the column.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads the column. What somebody else wrote there and nobody understands counts as nothing: the item then has no target, and its check says so.</summary>
    public static QueuedOptions Read(string? json)
    {
        try
        {
            return json is null ? new QueuedOptions() : JsonSerializer.Deserialize<QueuedOptions>(json, Json) ?? new QueuedOptions();
        }
        catch (JsonException)
        {
            return new QueuedOptions();
        }
    }
}
