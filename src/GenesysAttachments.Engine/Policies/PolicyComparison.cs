using System.Globalization;

namespace GenesysAttachments.Engine.Policies;

/// <summary>Finds what has changed between two policies, and which way.</summary>
public static class PolicyComparison
{
    /// <summary>More is accepted than before.</summary>
    public const string Loosened = nameof(Loosened);

    /// <summary>Less is accepted than before.</summary>
    public const string Tightened = nameof(Tightened);

    /// <summary>One row per difference; none when the policies accept the same.</summary>
    public static IEnumerable<PolicyDifference> Compare(AttachmentPolicy baseline, AttachmentPolicy live)
    {
        if (baseline.Direction != live.Direction)
        {
            yield return new(nameof(live.Direction), baseline.Direction, live.Direction, Tightened);
        }

        if (baseline.MaxBytes != live.MaxBytes)
        {
            yield return new(nameof(live.MaxBytes), Text(baseline.MaxBytes), Text(live.MaxBytes), live.MaxBytes > baseline.MaxBytes ? Loosened : Tightened);
        }

        var (before, now) = (baseline.Canonical, live.Canonical);
        // An entry that a wildcard of the other side covers changes nothing.
        foreach (var (type, left) in Only(before, now))
        {
            yield return new(nameof(live.AllowedTypes), type, left, Tightened);
        }

        foreach (var (type, left) in Only(now, before))
        {
            yield return new(nameof(live.AllowedTypes), left, type, Loosened);
        }

        foreach (var extension in before.BlockedExtensions.Except(now.BlockedExtensions, StringComparer.Ordinal))
        {
            yield return new(nameof(live.BlockedExtensions), extension, "", Loosened);
        }

        foreach (var extension in now.BlockedExtensions.Except(before.BlockedExtensions, StringComparer.Ordinal))
        {
            yield return new(nameof(live.BlockedExtensions), "", extension, Tightened);
        }
    }

    // The types that one policy alone accepts; beside a wildcard, what the other one has of it.
    private static IEnumerable<(string Type, string Left)> Only(AttachmentPolicy one, AttachmentPolicy other)
    {
        var types = one.AllowedTypes.Where(type => !other.Allows(type)).ToList();
        var wildcards = new TypeFilter(types);
        var left = other.AllowedTypes.SelectMany(type => wildcards.WildcardsOver(type).Select(wildcard => (wildcard, type))).ToLookup(pair => pair.wildcard, pair => pair.type, StringComparer.Ordinal);
        return types.Select(type => (type, string.Join(", ", left[type == "*/*" ? "*" : type])));
    }

    private static string Text(long bytes) => bytes.ToString(CultureInfo.InvariantCulture);
}
