namespace GenesysAttachments.Queue.Lanes;

/// <summary>The text of an item that another worker was about to send, and did not tell the end of.</summary>
/// <param name="Communication">The leg it was to go by.</param>
/// <param name="IntendedAt">When, by the database's clock.</param>
/// <param name="Wait">How long it may still arrive. Zero: look now.</param>
public sealed record UnsettledText(string? Communication, DateTimeOffset IntendedAt, TimeSpan Wait);
