using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>What a file's content was found to be.</summary>
/// <param name="Kind">The kind that the head of the file says; null when nothing is known of it.</param>
/// <param name="Evidence">What was found where.</param>
/// <param name="Notes">What a person should know and no rule forbids: locked, cut off, or more than one kind at a time.</param>
internal sealed record ContentFindings(ContentKind? Kind, ImmutableArray<ContentEvidence> Evidence, ImmutableArray<string> Notes)
{
    /// <summary>Whether a container may hold what was not seen: its directory was not read to its end, or nobody here can say what all of its names mean.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it is an Office package with a macro project.</summary>
    public bool HoldsMacros { get; init; }
}
