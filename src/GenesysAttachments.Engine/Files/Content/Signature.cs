using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>One way to know a kind: parts that must all fit.</summary>
/// <param name="Text">As the table has it, for the evidence.</param>
/// <param name="Parts">The parts.</param>
/// <param name="IsPlain">Whether such a file may be text through and through.</param>
internal sealed record Signature(string Text, ImmutableArray<SignaturePart> Parts, bool IsPlain)
{
    /// <summary>Whether it is about bytes at fixed places, at least to begin with.</summary>
    public bool IsAnchored { get; } = Parts[0].What is SignaturePartKind.Bytes or SignaturePartKind.Frames;

    /// <summary>Whether it may be met anywhere early in the file.</summary>
    public bool IsFloating { get; } = Parts[0].What == SignaturePartKind.BytesWithin;

    /// <summary>Whether every byte it asks for is a printable one, as text has them.</summary>
    public bool IsPrintable { get; } = Parts.All(part => part.What is SignaturePartKind.Bytes or SignaturePartKind.BytesWithin && part.Pattern.All(range => range.Low >= 0x20 && range.High < 0x7F));

    /// <summary>Reads one alternative of the table.</summary>
    /// <exception cref="FormatException">It is not in the table's notation.</exception>
    public static Signature Parse(string text)
    {
        var tokens = SignatureNotation.Split(text);
        return new(text, [.. tokens.Where(token => token != "plain").Select(SignaturePart.Parse)], tokens.Contains("plain"));
    }
}
