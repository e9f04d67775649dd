using System.Text.Json.Serialization;

namespace GenesysAttachments.Queue.Items;

/// <summary>The options of an item, compiled ahead.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ItemOptions))]
internal sealed partial class ItemOptionsJson : JsonSerializerContext;
