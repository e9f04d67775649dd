using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Deliveries;

/// <summary>Progress at one moment.</summary>
/// <param name="Accepted">Inputs taken in so far.</param>
/// <param name="IsWhole">Whether no more will come.</param>
/// <param name="Done">Of them, how many are done.</param>
/// <param name="Failed">Of those, how many were not sent.</param>
/// <param name="Active">Files under way, at most <see cref="ProgressBoard.Slots"/>.</param>
public sealed record ProgressSnapshot(int Accepted, bool IsWhole, int Done, int Failed, ImmutableArray<ProgressItem> Active);
