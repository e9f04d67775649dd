using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Policies;

/// <summary>What an org accepts in one direction.</summary>
public sealed record AttachmentPolicy
{
    // Plain characters: '+' and the like must read as they are.
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Entries<TypeFilter> _types = Types([]);
    private readonly Entries<HashSet<string>> _blocked = Blocked([]);

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
        BlockedExtensions = [.. BlockedExtensions.Select(extension => Dotted(extension).ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };

    /// <summary>The policy as JSON, without its source: policies that accept the same give the same bytes.</summary>
    public string ToJson()
    {
        var policy = Canonical;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Indented))
        {
            writer.WriteStartObject();
            Write(writer, "allowedTypes", policy.AllowedTypes);
            Write(writer, "blockedExtensions", policy.BlockedExtensions);
            writer.WriteString("direction", policy.Direction);
            writer.WriteNumber("maxBytes", policy.MaxBytes);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    /// <summary>Most bytes a file may have.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Allowed types: exact, <c>image/*</c>, <c>*/*</c>, or with a suffix wildcard such as <c>application/*+xml</c>.</summary>
    public required ImmutableArray<string> AllowedTypes
    {
        get => _types.List;
        init => _types = Types(value);
    }

    /// <summary>Extensions with their leading dot that are refused whatever the type.</summary>
    public ImmutableArray<string> BlockedExtensions
    {
        get => _blocked.List;
        init => _blocked = Blocked(value);
    }

    /// <summary>Whether the type is allowed. Case and parameters do not matter.</summary>
    public bool Allows(string contentType) => _types.Index.Allows(ContentTypes.Bare(contentType));

    /// <summary>Whether the extension of the name is blocked. Case does not matter.</summary>
    public bool Blocks(string name) => _blocked.Index.Contains(Path.GetExtension(name));

    private static Entries<TypeFilter> Types(ImmutableArray<string> list) => new(list, static list => new TypeFilter(list.Select(ContentTypes.Bare)));

    private static Entries<HashSet<string>> Blocked(ImmutableArray<string> list) => new(list, static list => list.Select(Dotted).ToHashSet(StringComparer.OrdinalIgnoreCase));

    private static string Dotted(string extension) => "." + extension.Trim().TrimStart('.');

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<string> list)
    {
        writer.WriteStartArray(name);
        foreach (var entry in list)
        {
            writer.WriteStringValue(entry);
        }

        writer.WriteEndArray();
    }
}
