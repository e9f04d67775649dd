using System.Text.Json;

namespace GenesysAttachments.Queue.Items;

/// <summary>What a worker needs of an item beside its columns, as it stands in the column <c>options</c>: a flat JSON object without what is absent.</summary>
public sealed record ItemOptions
{
    /// <summary>Display name.</summary>
    public string? Name { get; init; }

    /// <summary>Content type.</summary>
    public string? ContentType { get; init; }

    /// <summary>Route, by name.</summary>
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

    /// <summary>As it stands in the column.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ItemOptionsJson.Default.ItemOptions);

    /// <summary>Reads the column. What somebody else wrote there and nobody understands counts as nothing: the item then has no target, and its check says so.</summary>
    public static ItemOptions Read(string? json)
    {
        try
        {
            return json is null ? new ItemOptions() : JsonSerializer.Deserialize(json, ItemOptionsJson.Default.ItemOptions) ?? new ItemOptions();
        }
        catch (JsonException)
        {
            return new ItemOptions();
        }
    }
}
