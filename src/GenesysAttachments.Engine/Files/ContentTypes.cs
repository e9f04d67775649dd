using System.Buffers;
using System.Collections.Frozen;

namespace GenesysAttachments.Engine.Files;

/// <summary>Content types by file name, from the mime-db data (npm package <c>mime-db</c>, MIT).</summary>
public static class ContentTypes
{
    private static readonly SearchValues<char> Token = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    private static readonly Lazy<FrozenDictionary<string, string>> Table = new(Load);

    /// <summary>
    /// The bare content type for a file name, without parameters, or null when the extension is unknown or missing.
    /// Case and culture do not matter.
    /// </summary>
    public static string? ForName(string name)
    {
        var extension = Path.GetExtension(name);
        return extension.Length > 1 && Table.Value.TryGetValue(extension[1..], out var type) ? type : null;
    }

    /// <summary>The type without parameters, trimmed and lower case: <c>Text/CSV; charset=utf-8</c> gives <c>text/csv</c>.</summary>
    public static string Bare(string contentType) => (contentType.IndexOf(';', StringComparison.Ordinal) is >= 0 and var end ? contentType[..end] : contentType).Trim().ToLowerInvariant();

    /// <summary>A content type where it says more than a name does; null where it says nothing, or repeats what the name says by itself.</summary>
    public static string? BeyondName(string? contentType, string name) =>
        string.IsNullOrWhiteSpace(contentType) || Bare(contentType) == ForName(name) ? null : Bare(contentType);

    /// <summary>Whether the text has the form <c>type/subtype</c> with the characters RFC 9110 allows.</summary>
    public static bool IsValid(string contentType)
    {
        var type = Bare(contentType).AsSpan();
        var slash = type.IndexOf('/');
        return slash > 0 && slash < type.Length - 1 && !type[..slash].ContainsAnyExcept(Token) && !type[(slash + 1)..].ContainsAnyExcept(Token);
    }

    private static FrozenDictionary<string, string> Load()
    {
        using var stream = typeof(ContentTypes).Assembly.GetManifestResourceStream("content-types.tsv")!;
        using var reader = new StreamReader(stream);
        var types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            types[line[..tab]] = line[(tab + 1)..];
        }

        // The platform takes Opus only under this type (docs/protocol.md, Files), whatever a later mime-db may say.
        types["opus"] = "audio/ogg";
        // Project files; IANA's own .mpp is a part of DASH streams that nobody attaches.
        types["mpp"] = "application/vnd.ms-project";
        return types.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
