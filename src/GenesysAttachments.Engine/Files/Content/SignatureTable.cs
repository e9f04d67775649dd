using System.Collections.Frozen;
using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>The kinds of content of <c>Data/signatures.tsv</c>, by extension and by content type.</summary>
internal static class SignatureTable
{
    private static readonly Lazy<ImmutableArray<ContentKind>> All = new(Load);
    private static readonly Lazy<FrozenDictionary<string, ImmutableArray<ContentKind>>> Extensions = new(() => Index(kind => kind.Extensions));
    private static readonly Lazy<FrozenDictionary<string, ImmutableArray<ContentKind>>> Types = new(() => Index(kind => kind.Types));

    /// <summary>Every kind, in the order they are tried.</summary>
    public static ImmutableArray<ContentKind> Kinds => All.Value;

    /// <summary>The kind that stands for text of no other kind.</summary>
    public static ContentKind Text { get; } = Kinds.Single(kind => kind.Name == ContentKind.TextName);

    /// <summary>Signatures that may be met anywhere early in a file.</summary>
    public static ImmutableArray<(ContentKind Kind, Signature Signature)> Floating { get; } = Pick(signature => signature.IsFloating);

    /// <summary>Signatures at places beyond what is read as the head.</summary>
    public static ImmutableArray<(ContentKind Kind, Signature Signature)> Far { get; } = Pick(signature => signature.IsAnchored && signature.Parts[0].Offset >= BoundedReader.HeadLength);

    /// <summary>The kind of that name.</summary>
    public static ContentKind Get(string name) => Kinds.Single(kind => kind.Name == name);

    /// <summary>What the extension of a name promises; empty where the table knows nothing of it.</summary>
    public static ImmutableArray<ContentKind> ForName(string name) => Path.GetExtension(name) is { Length: > 1 } extension ? Extensions.Value.GetValueOrDefault(extension[1..], []) : [];

    /// <summary>What a bare content type promises; empty where the table knows nothing of it.</summary>
    public static ImmutableArray<ContentKind> ForType(string type) =>
        Types.Value.TryGetValue(type, out var kinds) ? kinds
        : type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal) ? [Text]
        : [];

    /// <summary>
    /// Whether somebody who looks at the same file may give it either bare type: two names of one kind, siblings, or a kind and its container. A
    /// type that says nothing is kin of all.
    /// </summary>
    public static bool AreKin(string type, string other) =>
        SaysNothing(type) || SaysNothing(other)
        || ForType(type).Any(one => ForType(other).Any(two => one.Name == two.Name || one.In == two.Name || two.In == one.Name || one.IsSibling(two)));

    private static bool SaysNothing(string type) => type is "" or "application/octet-stream" or "binary/octet-stream";

    private static FrozenDictionary<string, ImmutableArray<ContentKind>> Index(Func<ContentKind, ImmutableArray<string>> keys) =>
        Kinds.SelectMany(kind => keys(kind).Select(key => (Key: key, Kind: kind)))
            .GroupBy(pair => pair.Key, pair => pair.Kind, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);

    private static ImmutableArray<(ContentKind Kind, Signature Signature)> Pick(Func<Signature, bool> wanted) =>
        [.. Kinds.SelectMany(kind => kind.Signatures.Where(wanted).Select(signature => (kind, signature)))];

    private static ImmutableArray<ContentKind> Load()
    {
        using var stream = typeof(SignatureTable).Assembly.GetManifestResourceStream("signatures.tsv")!;
        using var reader = new StreamReader(stream);
        var kinds = ImmutableArray.CreateBuilder<ContentKind>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var cells = line.Split('\t').Select(cell => cell == "-" ? "" : cell).ToArray();
                kinds.Add(new ContentKind(
                    cells[0],
                    cells[1].Length > 0 ? cells[1] : null,
                    Words(cells[2]),
                    Words(cells[3]),
                    Words(cells[4]),
                    [.. SignatureNotation.Alternatives(cells[5]).Select(Signature.Parse)],
                    cells[6].Length > 0 ? SignaturePart.Parse(cells[6]) : null,
                    cells[7]));
            }
        }

        return kinds.ToImmutable();
    }

    private static ImmutableArray<string> Words(string cell) => [.. cell.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
