using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Engine.Sessions;

/// <summary>A signed-in connection to one org in one region. Shared by all commands that use it; thread-safe.</summary>
public sealed class OrgSession : IDisposable
{
    private readonly HttpClients _clients;
    private readonly TokenSource _tokens;
    private readonly OrgApi _api;
    private readonly StorageClient _storage;
    private readonly ReadinessEstimate _readiness = new();

    private OrgSession(SessionSettings settings, ClientCredential credential, TimeProvider time, Func<double> random)
    {
        Settings = settings;
        ClientId = credential.ClientId;
        Time = time;
        Quota = new QuotaGovernor(settings.RequestsPerMinute, time);
        var retry = new RetryRunner(time, random);
        _clients = new HttpClients(settings.Proxy);
        _tokens = new TokenSource(_clients.Org, settings, credential, retry, time);
        _api = new OrgApi(_clients.Org, settings, _tokens, Quota, retry, time);
        _storage = new StorageClient(_clients, retry, time);
    }

    /// <summary>How the org is reached.</summary>
    public SessionSettings Settings { get; }

    /// <summary>OAuth client id, or a name made from the token's hash.</summary>
    public string ClientId { get; }

    /// <summary>What tells sessions apart: region, client and endpoint.</summary>
    public string Key => $"{Settings.Domain}|{ClientId}|{Settings.Endpoint?.AbsoluteUri.TrimEnd('/')}".TrimEnd('|');

    /// <summary>When the current token ends, in UTC; null for a token given by the user.</summary>
    public DateTimeOffset? TokenExpiresAt => _tokens.ExpiresAt;

    /// <summary>The session's share of the platform's quota.</summary>
    public QuotaGovernor Quota { get; }

    /// <summary>The clock all of the session runs on.</summary>
    public TimeProvider Time { get; }

    /// <summary>Signs in, so that a wrong secret fails here and not at the first file. A given token makes no request.</summary>
    /// <param name="settings">How to reach the org.</param>
    /// <param name="credential">What to sign in with.</param>
    /// <param name="cancellationToken">Stops the sign-in.</param>
    /// <param name="time">Clock; null takes the system's.</param>
    /// <param name="random">Jitter from 0 to 1; null takes the shared one.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/> or a network failure.</exception>
    public static async Task<OrgSession> ConnectAsync(
        SessionSettings settings, ClientCredential credential, CancellationToken cancellationToken, TimeProvider? time = null, Func<double>? random = null)
    {
        foreach (var (name, value) in settings.Headers)
        {
            OrgHeaders.Check(name, value);
        }

        var session = new OrgSession(settings, credential, time ?? TimeProvider.System, random ?? Random.Shared.NextDouble);
        try
        {
            await session._tokens.GetAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The connected messaging legs of a conversation, agents first.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationNotFound"/> and what the call itself may meet.</exception>
    public Task<IReadOnlyList<ConversationLeg>> GetConnectedLegsAsync(string conversationId, int? maximumRetryCount, CancellationToken cancellationToken) =>
        new ConversationReader(_api).GetConnectedLegsAsync(conversationId, maximumRetryCount, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _tokens.Dispose();
        _clients.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => Key;

    /// <summary>The routes for one command: what they look up is remembered that long.</summary>
    internal IReadOnlyDictionary<string, IRoute> CreateRoutes() => new Dictionary<string, IRoute>(StringComparer.Ordinal)
    {
        [RouteNames.Agent] = new AgentRoute(_api, _storage, new CommunicationCache(new ConversationReader(_api)), _readiness, Time),
        [RouteNames.Messaging] = new MessagingRoute(_api, _storage, Time),
    };
}
