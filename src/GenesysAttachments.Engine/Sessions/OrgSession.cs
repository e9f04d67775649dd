using System.Collections.Concurrent;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Engine.Sessions;

/// <summary>A signed-in connection to one org in one region. Shared by all commands that use it; thread-safe.</summary>
public sealed class OrgSession : IDisposable
{
    private readonly HttpClients _clients;
    private readonly TokenSource? _tokens;
    private readonly OrgApi? _api;
    private readonly GuestSession? _guest;
    private readonly StorageClient _storage;
    private readonly ReadinessEstimate _readiness = new();
    private readonly RecentIds _recent = new();
    private readonly ConcurrentDictionary<string, AttachmentPolicy> _policies = new(StringComparer.Ordinal);
    private int _disposed;

    private OrgSession(SessionSettings settings, ClientCredential? credential, GuestSettings? guest, TimeProvider? time, Func<double>? random)
    {
        foreach (var (name, value) in settings.Headers)
        {
            OrgHeaders.Check(name, value);
        }

        Settings = settings;
        ClientId = credential?.ClientId;
        DeploymentId = guest?.DeploymentId;
        HasUser = credential is { Secret: null };
        Time = time ?? TimeProvider.System;
        Quota = QuotaTable.Join(Key, settings.RequestsPerMinute, Time);
        var retry = new RetryRunner(Time, random ?? Random.Shared.NextDouble);
        _clients = new HttpClients(settings.Proxy);
        _storage = new StorageClient(_clients, retry, Time);
        if (credential is not null)
        {
            _tokens = new TokenSource(_clients.Org, settings, credential, retry, Time);
            _api = new OrgApi(_clients.Org, settings, _tokens, Quota, retry, Time);
        }

        if (guest is not null)
        {
            _guest = new GuestSession(settings, guest, _clients.Org, retry, Time);
        }
    }

    /// <summary>How the org is reached.</summary>
    public SessionSettings Settings { get; }

    /// <summary>OAuth client id, or a name made from the token's hash; null for a guest.</summary>
    public string? ClientId { get; }

    /// <summary>Web messaging deployment of a guest; null for a client.</summary>
    public string? DeploymentId { get; }

    /// <summary>Whether a user may stand behind it: signed in in a browser, or by a token given by hand. A client with its secret has none.</summary>
    public bool HasUser { get; }

    /// <summary>Whether it is a guest's.</summary>
    public bool IsGuest => _guest is not null;

    /// <summary>What a guest was told when it came in; null for a client, and for the other direction.</summary>
    /// <param name="direction">One of <see cref="PolicyDirections"/>.</param>
    public AttachmentPolicy? PolicyOf(string direction) => direction == PolicyDirections.Inbound ? _guest?.Policy : null;

    /// <summary>What <see cref="ReadLivePolicyAsync"/> has read before; null when it has not.</summary>
    /// <param name="direction">One of <see cref="PolicyDirections"/>.</param>
    public AttachmentPolicy? KnownLivePolicy(string direction) => _policies.GetValueOrDefault(direction);

    /// <summary>What tells sessions apart: region, client or deployment, and endpoint.</summary>
    public string Key => $"{Settings.Domain}|{ClientId ?? DeploymentId}|{Settings.Endpoint?.AbsoluteUri.TrimEnd('/')}".TrimEnd('|');

    /// <summary>When the current token ends, in UTC; null for a token given by the user.</summary>
    public DateTimeOffset? TokenExpiresAt => _tokens?.ExpiresAt;

    /// <summary>The client's quota, shared by all of its sessions in this process.</summary>
    public QuotaGovernor Quota { get; }

    /// <summary>What counts a file's requests: the client's quota, or a guest's frames.</summary>
    internal QuotaGovernor Pace => _guest?.Frames ?? Quota;

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
        var session = new OrgSession(settings, credential, null, time, random);
        try
        {
            await session._tokens!.GetAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Signs a user in: waits for the browser to come back, and redeems its code.</summary>
    /// <param name="settings">How to reach the org.</param>
    /// <param name="signIn">The sign-in that was begun.</param>
    /// <param name="limit">How long to wait for the user.</param>
    /// <param name="cancellationToken">Stops the sign-in.</param>
    /// <param name="time">Clock; null takes the system's.</param>
    /// <param name="random">Jitter from 0 to 1; null takes the shared one.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/> or a network failure.</exception>
    public static async Task<OrgSession> ConnectUserAsync(
        SessionSettings settings, UserSignIn signIn, TimeSpan limit, CancellationToken cancellationToken, TimeProvider? time = null, Func<double>? random = null)
    {
        var session = new OrgSession(settings, ClientCredential.ForUser(signIn.ClientId), null, time, random);
        try
        {
            var code = await signIn.WaitForCodeAsync(limit, session.Time, cancellationToken).ConfigureAwait(false);
            await session._tokens!.RedeemAsync(signIn, code, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Comes in as a guest of a web messaging deployment: opens the socket and configures the session.</summary>
    /// <param name="settings">How to reach the org.</param>
    /// <param name="guest">Who the guest is.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <param name="time">Clock; null takes the system's.</param>
    /// <param name="random">Jitter from 0 to 1; null takes the shared one.</param>
    /// <exception cref="GCException">The deployment is unknown, its conversation has ended, or the network fails.</exception>
    public static async Task<OrgSession> ConnectGuestAsync(
        SessionSettings settings, GuestSettings guest, CancellationToken cancellationToken, TimeProvider? time = null, Func<double>? random = null)
    {
        var session = new OrgSession(settings, null, guest, time, random);
        try
        {
            await session._guest!.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Reads what a deployment accepts, without opening a conversation and without a client.</summary>
    /// <param name="settings">How to reach the org.</param>
    /// <param name="guest">The deployment; its token is shown and not used.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <param name="time">Clock; null takes the system's.</param>
    /// <exception cref="GCException">The deployment is unknown or cannot be reached.</exception>
    public static async Task<AttachmentPolicy> ReadDeploymentPolicyAsync(SessionSettings settings, GuestSettings guest, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        using var session = new OrgSession(settings, null, guest, time, null);
        return await session._guest!.ReadPolicyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what the org accepts in a direction: a guest's deployment, or a client's default profile. Changes no later check.</summary>
    /// <param name="direction">One of <see cref="PolicyDirections"/>; a guest's is always inbound.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="GCException">The permission is missing, or a guest is asked for the other direction.</exception>
    public async Task<AttachmentPolicy> ReadPolicyAsync(string direction, CancellationToken cancellationToken)
    {
        if (_guest is null)
        {
            return await ReadProfilePolicyAsync(null, direction, cancellationToken).ConfigureAwait(false);
        }

        return PolicyOf(direction) ?? throw new GCException(ErrorIds.RequestInvalid, $"A guest's session does not know the {direction} policy.")
        {
            Advice = "Ask for -Direction Inbound, or connect with Connect-GCOrg -Credential.",
        };
    }

    /// <summary>The same for checks that are to hold against the live rules: read once and kept as long as the session.</summary>
    /// <param name="direction">One of <see cref="PolicyDirections"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="GCException">As <see cref="ReadPolicyAsync"/>.</exception>
    public async Task<AttachmentPolicy> ReadLivePolicyAsync(string direction, CancellationToken cancellationToken) =>
        _policies[direction] = await ReadPolicyAsync(direction, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads one direction of a supported content profile.</summary>
    /// <param name="profileId">The profile; null takes the org's default.</param>
    /// <param name="direction">One of <see cref="PolicyDirections"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="GCException">The profile is unknown, or the permission is missing.</exception>
    public async Task<AttachmentPolicy> ReadProfilePolicyAsync(string? profileId, string direction, CancellationToken cancellationToken)
    {
        var api = _api ?? throw new GCException(ErrorIds.NotConnected, "A guest's session cannot read supported content profiles.") { Advice = "Connect with Connect-GCOrg -Credential." };
        var id = profileId ?? "default";
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new GCException(ErrorIds.RequestInvalid, "The profile id is empty.") { Advice = "Give the id of a supported content profile, or leave -ProfileId out for the default one." };
        }

        var call = new OrgCall(
            HttpMethod.Get,
            $"api/v2/conversations/messaging/supportedcontent/{Uri.EscapeDataString(id)}",
            OrgCallKind.Repeatable,
            $"Reading the supported content profile '{id}'",
            $"the supported content profile '{id}'",
            "the permission messaging:supportedContent:view");
        var body = await api.GetAsync(call, EngineJson.Default.JsonDocument, null, cancellationToken).ConfigureAwait(false);
        return PolicyReader.FromSupportedContent(body.RootElement, direction, $"Profile {id}");
    }

    /// <summary>Conversations this session has read or sent into, the latest first.</summary>
    public IReadOnlyList<string> RecentConversations => _recent.All;

    /// <summary>The connected messaging legs of a conversation, agents first.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationNotFound"/> and what the call itself may meet.</exception>
    public async Task<IReadOnlyList<ConversationLeg>> GetConnectedLegsAsync(string conversationId, int? maximumRetryCount, CancellationToken cancellationToken)
    {
        var legs = await Reader.GetConnectedLegsAsync(conversationId, maximumRetryCount, cancellationToken).ConfigureAwait(false);
        _recent.Add(conversationId);
        return legs;
    }

    /// <summary>The connected messaging legs of the signed-in user's own conversations, asked for once, without retries.</summary>
    /// <exception cref="GCException">The session has no user, and what the call itself may meet.</exception>
    public Task<IReadOnlyList<ConversationLeg>> GetOwnLegsAsync(CancellationToken cancellationToken) => Reader.GetOwnLegsAsync(cancellationToken);

    /// <summary>The access token, refreshed where it is about to end. A secret: keep it out of logs.</summary>
    /// <exception cref="GCException">It cannot be refreshed, or the session is a guest's.</exception>
    public ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken) =>
        _tokens?.GetAsync(cancellationToken) ?? throw new GCException(ErrorIds.NotConnected, "A guest's session has no access token.") { Advice = "Connect with Connect-GCOrg -Credential or -Interactive." };

    /// <summary>Tells the service that the guest leaves for good; nothing for a client's session.</summary>
    public Task EndConversationAsync(CancellationToken cancellationToken) => _guest?.EndAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        QuotaTable.Leave(Key, Settings.RequestsPerMinute, Time);
        _ = _guest?.DisposeAsync().AsTask();
        _clients.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => Key;

    private ConversationReader Reader => new(_api ?? throw new GCException(ErrorIds.NotConnected, "A guest's session cannot read conversations.")
    {
        Advice = "Connect with Connect-GCOrg -Credential.",
    });

    /// <summary>Notes that a message went into a conversation.</summary>
    internal void Sent(string? conversationId) => _recent.Add(conversationId);

    /// <summary>The routes for one command: what they look up is remembered that long.</summary>
    internal IReadOnlyDictionary<string, IRoute> CreateRoutes()
    {
        var routes = new Dictionary<string, IRoute>(StringComparer.Ordinal);
        if (_api is not null)
        {
            routes[RouteNames.Agent] = new AgentRoute(_api, _storage, new CommunicationCache(new ConversationReader(_api)), _readiness, Time);
            routes[RouteNames.Messaging] = new MessagingRoute(_api, _storage, Time);
            routes[RouteNames.Media] = new MediaRoute(_api);
            routes[RouteNames.Multipart] = new MultipartRoute(_api);
        }

        if (_guest is not null)
        {
            routes[RouteNames.Guest] = new GuestRoute(_guest, _storage);
        }

        return routes;
    }
}
