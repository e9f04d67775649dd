using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>The kinds of content of <c>Data/signatures.tsv</c>, by extension, by content type and by first byte.</summary>
internal sealed class SignatureTable
{
    private static readonly Lazy<SignatureTable> Own = new(() => new(Load()));

    private readonly Dictionary<string, ImmutableArray<ContentKind>> _extensions;
    private readonly Dictionary<string, ImmutableArray<ContentKind>> _types;
    private readonly Dictionary<string, ImmutableArray<ContentKind>> _inside;

    // Of one byte's kinds the signatures are read when a file begins with it; several threads may do so at a time, and find the same.
    private readonly ContentKind[]?[] _beginning = new ContentKind[256][];

    private (ContentKind Kind, Signature Signature)[]? _floating;
    private (ContentKind Kind, Signature Signature)[]? _far;

    /// <summary>Makes a table of these kinds; their order means nothing.</summary>
    public SignatureTable(ImmutableArray<ContentKind> kinds)
    {
        Kinds = kinds;
        _extensions = Index(kind => kind.Extensions);
        _types = Index(kind => kind.Types);
        _inside = Index(kind => kind.In is null ? [] : [kind.In]);
    }

    /// <summary>The table of this module.</summary>
    public static SignatureTable Default => Own.Value;

    /// <summary>Every kind.</summary>
    public ImmutableArray<ContentKind> Kinds { get; }

    /// <summary>The kind that stands for text of no other kind.</summary>
    public ContentKind Text => Get(ContentKind.TextName);

    /// <summary>The kind of that name.</summary>
    public ContentKind Get(string name) => Kinds.First(kind => kind.Name == name);

    /// <summary>What the extension of a name promises; empty where the table knows nothing of it.</summary>
    public ImmutableArray<ContentKind> ForName(string name) => Path.GetExtension(name) is { Length: > 1 } extension ? _extensions.GetValueOrDefault(extension[1..], []) : [];

    /// <summary>What a bare content type promises; empty where the table knows nothing of it.</summary>
    public ImmutableArray<ContentKind> ForType(string type) =>
        _types.TryGetValue(type, out var kinds) ? kinds
        : type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal) ? [Text]
        : [];

    /// <summary>Kinds that lie in a container, or are text.</summary>
    public ImmutableArray<ContentKind> Inside(string container) => _inside.GetValueOrDefault(container, []);

    /// <summary>Kinds that a file may be by what lies at fixed places, where it begins with that byte.</summary>
    public ContentKind[] Beginning(byte first) =>
        _beginning[first] ??= [.. Kinds.Where(kind => kind.FirstBytes().Any(range => first >= range.Low && first <= range.High))];

    /// <summary>Signatures that may be met anywhere early in a file.</summary>
    public (ContentKind Kind, Signature Signature)[] Floating => _floating ??= Pick(signature => signature.IsFloating);

    /// <summary>Signatures at places beyond what is read as the head.</summary>
    public (ContentKind Kind, Signature Signature)[] Far => _far ??= Pick(signature => signature.IsFar);

    /// <summary>
    /// Whether somebody who looks at the same file may give it either bare type: two names of one kind, siblings, or a kind and its container. A
    /// type that says nothing is kin of all.
    /// </summary>
    public bool AreKin(string type, string other) =>
        SaysNothing(type) || SaysNothing(other)
        || ForType(type).Any(one => ForType(other).Any(two => one.Name == two.Name || one.In == two.Name || two.In == one.Name || one.IsSibling(two)));

    private static bool SaysNothing(string type) => type is "" or "application/octet-stream" or "binary/octet-stream";

    private (ContentKind Kind, Signature Signature)[] Pick(Func<Signature, bool> wanted) =>
        [.. Kinds.Where(kind => !kind.IsText).SelectMany(kind => kind.Signatures.Where(wanted).Select(signature => (kind, signature)))];

    private Dictionary<string, ImmutableArray<ContentKind>> Index(Func<ContentKind, ImmutableArray<string>> keys)
    {
        var index = new Dictionary<string, ImmutableArray<ContentKind>>(StringComparer.OrdinalIgnoreCase);
        foreach (var kind in Kinds)
        {
            foreach (var key in keys(kind))
            {
                index[key] = index.GetValueOrDefault(key, []).Add(kind);
            }
        }

        return index;
    }

    private static ImmutableArray<ContentKind> Load()
    {
        using var stream = typeof(SignatureTable).Assembly.GetManifestResourceStream("signatures.tsv")!;
        using var reader = new StreamReader(stream);
        var kinds = ImmutableArray.CreateBuilder<ContentKind>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                kinds.Add(ContentKind.Parse(line));
            }
        }

        return kinds.ToImmutable();
    }
}
