using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Policies;

/// <summary>What an org accepts in one direction.</summary>
public sealed record AttachmentPolicy
{
    // Plain characters: '+' and the like must read as they are.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What applies while no live policy is known: the platform's usual 10 MB and the office types.</summary>
    public static AttachmentPolicy Default { get; } = new()
    {
        Source = "Default",
        MaxBytes = 10_485_760,
        AllowedTypes =
        [
            "image/png", "image/jpeg", "image/gif", "image/webp",
            "application/pdf", "text/plain", "text/csv",
            "application/zip", "application/x-zip-compressed",
            "application/msword", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ],
    };

    /// <summary>Where the policy comes from, in a word or two.</summary>
    public required string Source { get; init; }

    /// <summary>One of <see cref="PolicyDirections"/>.</summary>
    public string Direction { get; init; } = PolicyDirections.Inbound;

    /// <summary>The same policy with its lists in order, in lower case, each entry once.</summary>
    public AttachmentPolicy Canonical => this with
    {
        AllowedTypes = [.. AllowedTypes.Select(ContentTypes.Bare).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        BlockedExtensions = [.. BlockedExtensions.Select(extension => "." + extension.Trim().TrimStart('.').ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };

    /// <summary>The policy as JSON, without its source: policies that accept the same give the same bytes.</summary>
    public string ToJson()
    {
        var policy = Canonical;
        var json = new JsonObject
        {
            ["allowedTypes"] = new JsonArray([.. policy.AllowedTypes.Select(type => (JsonNode)type)]),
            ["blockedExtensions"] = new JsonArray([.. policy.BlockedExtensions.Select(extension => (JsonNode)extension)]),
            ["direction"] = policy.Direction,
            ["maxBytes"] = policy.MaxBytes,
        };
        return json.ToJsonString(Indented).ReplaceLineEndings("\n");
    }

    /// <summary>Most bytes a file may have.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Allowed types: exact, <c>image/*</c>, <c>*/*</c>, or with a suffix wildcard such as <c>application/*+xml</c>.</summary>
    public required ImmutableArray<string> AllowedTypes { get; init; }

    /// <summary>Extensions with their leading dot that are refused whatever the type.</summary>
    public ImmutableArray<string> BlockedExtensions { get; init; } = [];

    /// <summary>Whether the type is allowed. Case and parameters do not matter.</summary>
    public bool Allows(string contentType)
    {
        var type = ContentTypes.Bare(contentType);
        return AllowedTypes.Any(allowed => Matches(ContentTypes.Bare(allowed), type));
    }

    /// <summary>Whether the extension of the name is blocked. Case does not matter.</summary>
    public bool Blocks(string name) =>
        BlockedExtensions.Any(blocked => Path.GetExtension(name).Equals("." + blocked.TrimStart('.'), StringComparison.OrdinalIgnoreCase));

    private static bool Matches(string pattern, string type)
    {
        if (pattern is "*/*" or "*")
        {
            return true;
        }

        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? pattern == type
            : type.Length >= pattern.Length - 1
                && type.StartsWith(pattern.AsSpan(0, star), StringComparison.Ordinal)
                && type.EndsWith(pattern.AsSpan(star + 1), StringComparison.Ordinal);
    }
}
