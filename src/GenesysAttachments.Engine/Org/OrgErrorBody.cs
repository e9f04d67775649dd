using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Org;

/// <summary>Error body of the platform (platform SDK 270, ErrorBody). Everything is optional.</summary>
internal sealed class OrgErrorBody
{
    public string? Message { get; init; }

    public string? Code { get; init; }

    public string? EntityName { get; init; }

    /// <summary>File code of the messaging services (docs/protocol.md), where it is not in a detail.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int? ErrorCode { get; init; }

    public string? ContextId { get; init; }

    public Dictionary<string, JsonElement>? MessageParams { get; init; }

    public List<OrgErrorDetail>? Details { get; init; }
}

/// <summary>One detail of an error body.</summary>
internal sealed class OrgErrorDetail
{
    public string? ErrorCode { get; init; }

    public string? FieldName { get; init; }
}
