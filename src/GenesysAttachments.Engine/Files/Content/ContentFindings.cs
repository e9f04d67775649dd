using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>What a file's content was found to be.</summary>
/// <param name="Kind">The kind that the head of the file says; null when nothing is known of it.</param>
/// <param name="IsComplete">Whether a container's directory was read to its end, so that what it lacks is known as well.</param>
/// <param name="Evidence">What was found where.</param>
/// <param name="Notes">What a person should know and no rule forbids: locked, cut off, or more than one kind at a time.</param>
internal sealed record ContentFindings(ContentKind? Kind, bool IsComplete, ImmutableArray<ContentEvidence> Evidence, ImmutableArray<string> Notes);
