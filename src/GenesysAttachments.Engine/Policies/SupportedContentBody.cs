using System.Collections.Immutable;
using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Policies;

/// <summary>A supported content profile (platform SDK 270, SupportedContent), the part that says which types are let through.</summary>
internal sealed class SupportedContentBody
{
    public MediaTypesBody? MediaTypes { get; init; }
}

/// <summary>Its types.</summary>
internal sealed class MediaTypesBody
{
    public AllowedMediaBody? Allow { get; init; }
}

/// <summary>The types that are let through, by direction.</summary>
internal sealed class AllowedMediaBody
{
    [JsonConverter(typeof(MediaTypeListConverter))]
    public ImmutableArray<string>? Inbound { get; init; }

    [JsonConverter(typeof(MediaTypeListConverter))]
    public ImmutableArray<string>? Outbound { get; init; }
}

/// <summary>The bodies of policies, compiled ahead.</summary>
[JsonSourceGenerationOptions(MaxDepth = AnswerLimits.JsonDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(SupportedContentBody))]
internal sealed partial class PolicyJson : JsonSerializerContext;
