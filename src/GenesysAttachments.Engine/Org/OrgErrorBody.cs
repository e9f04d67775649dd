using System.Text.Json;
using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Org;

/// <summary>Error body of the platform (platform SDK 270, ErrorBody). Everything is optional.</summary>
internal sealed class OrgErrorBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Message { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Code { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? EntityName { get; init; }

    /// <summary>File code of the messaging services (docs/protocol.md), where it is not in a detail.</summary>
    [JsonConverter(typeof(NumberConverter))]
    public long? ErrorCode { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? ContextId { get; init; }

    public Dictionary<string, JsonElement>? MessageParams { get; init; }

    public Items<OrgErrorDetail>? Details { get; init; }
}

/// <summary>One detail of an error body.</summary>
internal sealed class OrgErrorDetail
{
    [JsonConverter(typeof(TextConverter))]
    public string? ErrorCode { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? FieldName { get; init; }
}
