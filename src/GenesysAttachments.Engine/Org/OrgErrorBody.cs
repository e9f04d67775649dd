using System.Globalization;
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

    /// <summary>The status once more.</summary>
    [JsonConverter(typeof(NumberConverter))]
    public long? Status { get; init; }

    /// <summary>Of other services and frameworks; the platform's own errors have none.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Error { get; init; }

    public Dictionary<string, JsonElement>? MessageParams { get; init; }

    public Items<OrgErrorDetail>? Details { get; init; }

    /// <summary>The limit that was met.</summary>
    public OrgLimit? Limit { get; init; }

    /// <summary>All its codes, wherever they stand; null where one is missing.</summary>
    [JsonIgnore]
    public IEnumerable<string?> Codes => (Details ?? []).Select(detail => detail.ErrorCode).Append(ErrorCode?.ToString(CultureInfo.InvariantCulture)).Append(Code);

    /// <summary>Whether it says that a permission is missing: <c>missing.permissions</c>, <c>missing.any.permissions</c>.</summary>
    [JsonIgnore]
    public bool NamesPermission => Code?.StartsWith("missing.", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether it speaks of a thing of the platform, rather than of a path.</summary>
    [JsonIgnore]
    public bool NamesEntity => !string.IsNullOrEmpty(EntityName)
        || new[] { "conversation", "channel", "guest", "attachment" }.Any(thing => $"{Code} {Message}".Contains(thing, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A limit of the org, with its figure.</summary>
internal sealed class OrgLimit
{
    [JsonConverter(typeof(TextConverter))]
    public string? Key { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Value { get; init; }
}

/// <summary>One detail of an error body.</summary>
internal sealed class OrgErrorDetail
{
    [JsonConverter(typeof(TextConverter))]
    public string? ErrorCode { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? FieldName { get; init; }
}
