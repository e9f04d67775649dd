namespace GenesysAttachments.Queue.Lanes;

/// <summary>A lane that a worker has, until its lease ends unrenewed or it gives it back.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Fence">Counts its claims; a call under an older one changes nothing.</param>
/// <param name="Items">Its next open items, in order; never empty.</param>
public sealed record LaneClaim(string Lane, long Fence, IReadOnlyList<ClaimedItem> Items);
