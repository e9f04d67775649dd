namespace GenesysAttachments.Engine.Policies;

/// <summary>One difference between two policies.</summary>
/// <param name="Property"><c>AllowedTypes</c>, <c>BlockedExtensions</c>, <c>MaxBytes</c> or <c>Direction</c>.</param>
/// <param name="Baseline">What the baseline has; empty when it lacks it; of a wildcard of the other side, the types it has of it.</param>
/// <param name="Live">What the other has, in the same way.</param>
/// <param name="Change"><c>Loosened</c>: more is accepted than before; <c>Tightened</c>: less.</param>
public sealed record PolicyDifference(string Property, string Baseline, string Live, string Change);
