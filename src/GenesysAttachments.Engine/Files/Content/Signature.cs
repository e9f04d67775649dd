using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>One way to know a kind: parts that must all fit.</summary>
/// <param name="Text">As the table has it, for the evidence.</param>
/// <param name="Parts">The parts.</param>
/// <param name="IsPlain">Whether such a file may be text through and through.</param>
internal sealed record Signature(string Text, ImmutableArray<SignaturePart> Parts, bool IsPlain)
{
    /// <summary>How far into a file its beginning goes.</summary>
    private const int Beginning = 16;

    /// <summary>Whether it is about what lies at fixed places of the head, at least to begin with.</summary>
    public bool IsAnchored { get; } =
        Parts[0] is { What: SignaturePartKind.Bytes, Offset: >= 0 and < BoundedReader.HeadLength } or { What: SignaturePartKind.Frames or SignaturePartKind.Program or SignaturePartKind.TarSum };

    /// <summary>Whether it is about bytes beyond the head.</summary>
    public bool IsFar { get; } = Parts[0] is { What: SignaturePartKind.Bytes, Offset: < 0 or >= BoundedReader.HeadLength };

    /// <summary>Whether it may be met anywhere early in the file.</summary>
    public bool IsFloating { get; } = Parts[0].What == SignaturePartKind.BytesWithin;

    /// <summary>Whether it is about what the file begins with: that wins over what is found further on.</summary>
    public bool IsAtStart { get; } = Parts[0].Offset is >= 0 and < Beginning;

    /// <summary>Whether the root of a container says it of all that lies in it.</summary>
    public bool IsDeclared { get; } = Parts[0].What is SignaturePartKind.RootClass or SignaturePartKind.Lock;

    /// <summary>How much it asks for, in bits.</summary>
    public int Strength { get; } = Parts.Sum(part => part.Strength);

    /// <summary>Whether every byte it asks for may stand in a text: letters of ASCII, or of an 8-bit code page.</summary>
    public bool IsLetters { get; } = Parts.All(part => part.What is SignaturePartKind.Bytes or SignaturePartKind.BytesWithin && part.Pattern.All(range => range.Low >= 0x20 && range.High != 0x7F));

    /// <summary>Reads one alternative of the table.</summary>
    /// <exception cref="FormatException">It is not in the table's notation.</exception>
    public static Signature Parse(string text)
    {
        var tokens = SignatureNotation.Split(text);
        return new(text, [.. tokens.Where(token => token != "plain").Select(SignaturePart.Parse)], tokens.Contains("plain"));
    }
}
