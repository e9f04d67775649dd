using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>What to look at before the first send. Where neither session, credential nor guest is given, only the network is.</summary>
public sealed record PreflightSubject
{
    /// <summary>How the org is reached.</summary>
    public required SessionSettings Settings { get; init; }

    /// <summary>One of <see cref="RouteNames"/>.</summary>
    public required string Route { get; init; }

    /// <summary>Where files are to go; may lack ids.</summary>
    public Target Target { get; init; } = new();

    /// <summary>The session to ask with; it is left as it is. Null where there is none yet.</summary>
    public OrgSession? Session { get; init; }

    /// <summary>What to sign in with where there is no session.</summary>
    public ClientCredential? Credential { get; init; }

    /// <summary>The deployment to ask for where there is no session.</summary>
    public GuestSettings? Guest { get; init; }

    /// <summary>Why there is nothing to sign in with.</summary>
    public string WhyNoSignIn { get; init; } = "No credential was given.";

    /// <summary>The route for what was given: the one asked for, else the one that session and ids mean.</summary>
    /// <param name="route">A route that was asked for; null for none.</param>
    /// <param name="isGuest">Whether a guest's session or deployment is looked at.</param>
    /// <param name="target">The ids that were given.</param>
    public static string RouteOf(string? route, bool isGuest, Target target) =>
        RouteNames.Canonical(route) ?? (isGuest ? RouteNames.Guest : target.ChannelId is null && target.GuestId is null ? RouteNames.Agent : RouteNames.Messaging);
}
