namespace GenesysAttachments.Queue.Lanes;

/// <summary>What another worker was about to send, and did not tell the end of.</summary>
/// <param name="Media">The upload it was to carry: what to look for in the conversation.</param>
/// <param name="Communication">The leg it was to go by; null where the route has none.</param>
/// <param name="IntendedAt">When, by the database's clock: around this the conversation is to be read.</param>
/// <param name="Wait">How long it may still arrive; before that, not finding it says nothing. Zero: look now.</param>
public sealed record UnsettledIntent(string Media, string? Communication, DateTimeOffset IntendedAt, TimeSpan Wait);
