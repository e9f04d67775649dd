namespace GenesysAttachments.Engine.Org.Finding;

/// <summary>What one request has found.</summary>
/// <param name="Conversations">Those that were not found before, oldest first.</param>
/// <param name="Hits">How many there are in the part of the span that is being read, as the platform says.</param>
public sealed record FoundPage(IReadOnlyList<FoundConversation> Conversations, long Hits);
