using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>A kind of content, as one line of <c>Data/signatures.tsv</c> describes it.</summary>
/// <param name="Name">Its name: <c>docx</c>.</param>
/// <param name="In">Container it lies in: <c>zip</c>; null when it is no part of one.</param>
/// <param name="Groups">Siblings: kinds that share a group pass for each other.</param>
/// <param name="Extensions">Extensions, without the dot, that promise it.</param>
/// <param name="Types">Content types that promise it, the usual one first.</param>
/// <param name="Signatures">Alternatives, any of which identifies it.</param>
/// <param name="End">How a whole file of this kind ends; null where nothing says.</param>
/// <param name="Source">The standard that says so.</param>
internal sealed record ContentKind(
    string Name,
    string? In,
    ImmutableArray<string> Groups,
    ImmutableArray<string> Extensions,
    ImmutableArray<string> Types,
    ImmutableArray<Signature> Signatures,
    SignaturePart? End,
    string Source)
{
    /// <summary>What all kinds of text lie in.</summary>
    public const string TextName = "text";

    /// <summary>The outermost format: <c>zip</c> for a docx, <c>text</c> for html.</summary>
    public string Family => In ?? Name;

    /// <summary>Whether it is a kind of text.</summary>
    public bool IsText => Family == TextName;

    /// <summary>Whether the two pass for each other.</summary>
    public bool IsSibling(ContentKind other) => Groups.Any(group => other.Groups.Contains(group));
}
