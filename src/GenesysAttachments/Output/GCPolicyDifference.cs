using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments;

/// <summary>One difference between two policies.</summary>
public sealed class GCPolicyDifference
{
    internal GCPolicyDifference(PolicyDifference difference) =>
        (Property, Baseline, Live, Change) = (difference.Property, difference.Baseline, difference.Live, difference.Change);

    /// <summary><c>AllowedTypes</c>, <c>BlockedExtensions</c>, <c>MaxBytes</c> or <c>Direction</c>.</summary>
    public string Property { get; }

    /// <summary>What the baseline has; empty when it lacks it; of a wildcard of the other side, the types it has of it.</summary>
    public string Baseline { get; }

    /// <summary>What the other has, in the same way.</summary>
    public string Live { get; }

    /// <summary><c>Loosened</c> or <c>Tightened</c>.</summary>
    public string Change { get; }
}
