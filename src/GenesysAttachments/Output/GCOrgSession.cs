using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments;

/// <summary>A signed-in connection to one org in one region.</summary>
public sealed class GCOrgSession
{
    private readonly OrgSession _session;

    internal GCOrgSession(OrgSession session)
    {
        _session = session;
        (Key, Region, ClientId, DeploymentId) = (session.Key, session.Settings.Domain, session.ClientId, session.DeploymentId);
        Endpoint = session.Settings.Endpoint?.AbsoluteUri.TrimEnd('/');
        RequestsPerMinute = session.Settings.RequestsPerMinute;
        Scope = [.. session.Settings.Scopes];
        Synthetic = session.Settings.Synthetic;
        TracePath = session.Settings.Trace?.Path;
        var retry = session.Settings.Retry;
        (MaximumRetryCount, RetryIntervalSec, MaximumRetryAfterSec) = (retry.MaximumRetryCount, retry.FirstWait.TotalSeconds, retry.LongestRetryAfter.TotalSeconds);
    }

    /// <summary>Region, client or deployment, and endpoint: what tells sessions apart.</summary>
    public string Key { get; }

    /// <summary>Domain of the region.</summary>
    public string Region { get; }

    /// <summary>OAuth client, or a name made from the token's hash; null for a guest.</summary>
    public string? ClientId { get; }

    /// <summary>Web messaging deployment of a guest; null for a client.</summary>
    public string? DeploymentId { get; }

    /// <summary>Base URL used instead of the region's hosts, if any.</summary>
    public string? Endpoint { get; }

    /// <summary>Scopes asked for; empty means all the client has.</summary>
    public string[] Scope { get; }

    /// <summary>Whether requests are marked as synthetic.</summary>
    public bool Synthetic { get; }

    /// <summary>Requests per minute to stay under; 0 for none.</summary>
    public int RequestsPerMinute { get; }

    /// <summary>When the current token ends, in UTC; null for a token given by hand.</summary>
    public DateTime? TokenExpiresAt => _session.TokenExpiresAt?.UtcDateTime;

    /// <summary>Whether it was disconnected or replaced: it makes no further request.</summary>
    public bool HasEnded => _session.HasEnded;

    /// <summary>Most retries of any one request; null takes the documented number for its kind.</summary>
    public int? MaximumRetryCount { get; }

    /// <summary>Seconds before the first retry; each wait is twice the one before.</summary>
    public double RetryIntervalSec { get; }

    /// <summary>The longest <c>Retry-After</c> worth waiting for, in seconds.</summary>
    public double MaximumRetryAfterSec { get; }

    /// <summary>File that takes down what goes over its wire; null where none does.</summary>
    public string? TracePath { get; }

    /// <summary>Whether it is the runspace's current session.</summary>
    public bool IsCurrent { get; internal set; }

    internal OrgSession Org => _session;

    /// <summary>Takes the place of another session of its key; a separate method, so that listing sessions loads no engine.</summary>
    internal void Replace(GCOrgSession other) => _session.Replace(other._session);

    /// <summary>Why its trace ended before it did, told once; a separate method, as above.</summary>
    internal string? TakeTrouble() => TracePath is null ? null : TroubleOfTrace();

    private string? TroubleOfTrace() => _session.Settings.Trace?.TakeTrouble();

    /// <summary>Ends it; a separate method, so that listing sessions loads no engine.</summary>
    internal void End() => _session.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Key;
}
