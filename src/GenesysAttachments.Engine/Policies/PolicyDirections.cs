using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Policies;

/// <summary>Which way a policy looks, seen from the org.</summary>
public static class PolicyDirections
{
    /// <summary>What a guest may send in.</summary>
    public const string Inbound = nameof(Inbound);

    /// <summary>What an agent may send out.</summary>
    public const string Outbound = nameof(Outbound);

    /// <summary>The word as it is written here, whatever the case; other text as it is.</summary>
    public static string? Canonical(string? direction) =>
        string.Equals(direction, Inbound, StringComparison.OrdinalIgnoreCase) ? Inbound : string.Equals(direction, Outbound, StringComparison.OrdinalIgnoreCase) ? Outbound : direction;

    /// <summary>Which way a route goes: in for the two that speak as the guest, out for the others.</summary>
    /// <param name="route">One of <see cref="RouteNames"/>, or null while that is open.</param>
    public static string Of(string? route) => route is RouteNames.Guest or RouteNames.Messaging ? Inbound : Outbound;
}
