using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>A kind of content, as one line of <c>Data/signatures.tsv</c> describes it.</summary>
internal sealed class ContentKind
{
    /// <summary>What all kinds of text lie in.</summary>
    public const string TextName = "text";

    // Most kinds are never met in a run: their signatures are read when they are first asked for.
    private readonly string _signatures;
    private ImmutableArray<Signature> _read;

    private ContentKind(string[] cells)
    {
        (Name, In, _signatures, Source) = (cells[0], cells[1].Length > 0 ? cells[1] : null, cells[5], cells[7]);
        (Groups, Extensions, Types) = (Words(cells[2]), Words(cells[3]), Words(cells[4]));
        End = cells[6].Length > 0 ? SignaturePart.Parse(cells[6]) : null;
    }

    /// <summary>Its name: <c>docx</c>.</summary>
    public string Name { get; }

    /// <summary>Container it lies in: <c>zip</c>; null when it is no part of one.</summary>
    public string? In { get; }

    /// <summary>Siblings: kinds that share a group pass for each other.</summary>
    public ImmutableArray<string> Groups { get; }

    /// <summary>Extensions, without the dot, that promise it, the usual one first.</summary>
    public ImmutableArray<string> Extensions { get; }

    /// <summary>Content types that promise it, the usual one first.</summary>
    public ImmutableArray<string> Types { get; }

    /// <summary>Alternatives, any of which identifies it.</summary>
    public ImmutableArray<Signature> Signatures => _read.IsDefault ? _read = [.. SignatureNotation.Alternatives(_signatures).Select(Signature.Parse)] : _read;

    /// <summary>How a whole file of this kind ends; null where nothing says.</summary>
    public SignaturePart? End { get; }

    /// <summary>The standard that says so.</summary>
    public string Source { get; }

    /// <summary>The outermost format: <c>zip</c> for a docx, <c>text</c> for html.</summary>
    public string Family => In ?? Name;

    /// <summary>Whether a content type of it begins so: <c>image/</c>.</summary>
    public bool IsOf(string type) => Types.Any(one => one.StartsWith(type, StringComparison.Ordinal));

    /// <summary>Whether it is a kind of text.</summary>
    public bool IsText => Family == TextName;

    /// <summary>Reads a line of the table.</summary>
    public static ContentKind Parse(string line) => new([.. line.Split('\t').Select(cell => cell == "-" ? "" : cell)]);

    /// <summary>Whether the two pass for each other.</summary>
    public bool IsSibling(ContentKind other) => Groups.Any(group => other.Groups.Contains(group));

    /// <summary>Ranges of bytes that a file of this kind may begin with, as far as its signatures are about fixed places.</summary>
    public IEnumerable<(byte Low, byte High)> FirstBytes() => SignatureNotation.FirstBytes(_signatures);

    private static ImmutableArray<string> Words(string cell) => cell.Length == 0 ? [] : [.. cell.Split(' ')];
}
