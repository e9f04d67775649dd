using System.Globalization;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>One thing that tells what a file is.</summary>
/// <param name="Kind">Kind it speaks for: <c>docx</c>.</param>
/// <param name="Family">The kind of its outer format: <c>zip</c>.</param>
/// <param name="Offset">Where in the file, in bytes.</param>
/// <param name="Signature">What was found, in the notation of <c>Data/signatures.tsv</c>.</param>
/// <param name="Source">The standard that says so.</param>
public sealed record ContentEvidence(string Kind, string Family, long Offset, string Signature, string Source)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Kind}{(Family == Kind ? "" : $" (in {Family})")} at {Offset}: {Signature} [{Source}]");
}
