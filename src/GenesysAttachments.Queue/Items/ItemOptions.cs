using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenesysAttachments.Queue.Items;

/// <summary>What a sender needs of an item besides its file: where it goes and how it is checked. Kept as a JSON object; what is null is left out.</summary>
public sealed record ItemOptions
{
    /// <summary>Route, by name.</summary>
    public required string Route { get; init; }

    /// <summary>Conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Agent leg; looked up where it is null.</summary>
    public string? CommunicationId { get; init; }

    /// <summary>Channel of the Messaging route.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Guest of the Messaging route.</summary>
    public string? GuestId { get; init; }

    /// <summary>Display name, where it is not the file's own.</summary>
    public string? Name { get; init; }

    /// <summary>Content type, where it is not the one by name.</summary>
    public string? ContentType { get; init; }

    /// <summary>How strictly its content is held against its name.</summary>
    public string? ContentCheck { get; init; }

    /// <summary>Path of the Multipart route, by name or in full.</summary>
    public string? Template { get; init; }

    /// <summary>The policy it was checked against, as canonical JSON, where that was not the session's own.</summary>
    public string? Policy { get; init; }

    /// <summary>As it is kept.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ItemOptionsJson.Default.ItemOptions);

    /// <summary>Reads what was kept.</summary>
    /// <returns>Null where it is not understood.</returns>
    public static ItemOptions? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, ItemOptionsJson.Default.ItemOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Compiled ahead.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ItemOptions))]
internal sealed partial class ItemOptionsJson : JsonSerializerContext;
