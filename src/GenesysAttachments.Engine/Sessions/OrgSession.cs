using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Org.Finding;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Sessions;

/// <summary>A signed-in connection to one org in one region. Shared by all commands that use it; thread-safe.</summary>
public sealed class OrgSession : IDisposable
{
    private readonly HttpClients _clients;
    private readonly TokenSource? _tokens;
    private readonly OrgApi? _api;
    private readonly GuestSession? _guest;
    private readonly StorageClient _storage;
    private readonly RecentIds _recent = new();
    private readonly CancellationTokenSource _end = new();
    private readonly WireTrace? _trace;
    private int _ended;
    private string? _key;
    private IDisposable? _sharing;

    private OrgSession(SessionSettings settings, ClientCredential? credential, GuestSettings? guest, TimeProvider? time, Func<double>? random, bool ownsTrace = true)
    {
        foreach (var (name, value) in settings.Headers)
        {
            OrgHeaders.Check(name, value);
        }

        Settings = settings;
        Ended = _end.Token;
        ClientId = credential?.ClientId;
        DeploymentId = guest?.DeploymentId;
        HasUser = credential is { Secret: null };
        Time = time ?? TimeProvider.System;
        Quota = QuotaTable.Join(Key, settings.RequestsPerMinute, Time);
        Secrets = SecretsOf(settings, credential, guest);
        var retry = Retry = new RetryRunner(settings.Retry, Time, random ?? Random.Shared.NextDouble, EndedError, Ended);
        _trace = ownsTrace ? settings.Trace : null;
        _clients = new HttpClients(settings.Proxy, settings.ConnectLimit, settings.Trust, tap: settings.Trace is null ? null : new WireTap(settings.Trace, Secrets, Time));
        _storage = new StorageClient(_clients, retry, settings.Endpoint?.IsLoopback == true, Time);
        if (credential is not null)
        {
            _tokens = new TokenSource(_clients.Org, settings, credential, Secrets, retry, Time);
            _api = new OrgApi(_clients.Org, settings, _tokens, Secrets, Quota, retry, Time);
        }

        if (guest is not null)
        {
            _guest = new GuestSession(settings, guest, _clients, Secrets, retry, Time);
        }

        Policies = new SessionPolicies(_api, _guest);
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

    /// <summary>What the org accepts, as far as the session knows or can ask.</summary>
    public SessionPolicies Policies { get; }

    /// <summary>What tells sessions apart: region, client or deployment, and endpoint.</summary>
    public string Key => _key ??= $"{Settings.Domain}|{ClientId ?? DeploymentId}|{Settings.Endpoint?.AbsoluteUri.TrimEnd('/')}".TrimEnd('|');

    /// <summary>The same where several machines speak of it, which may write region and client in different case.</summary>
    public string SharedKey => Key.ToLowerInvariant();

    /// <summary>When the current token ends, in UTC; null for a token given by the user.</summary>
    public DateTimeOffset? TokenExpiresAt => _tokens?.ExpiresAt;

    /// <summary>The client's quota, shared by all of its sessions in this process.</summary>
    public QuotaGovernor Quota { get; }

    /// <summary>What counts a file's requests: the client's quota, or a guest's frames.</summary>
    internal QuotaGovernor Pace => _guest?.Exchange.Frames ?? Quota;

    /// <summary>Tries again what may pass, as the session bears failures.</summary>
    internal RetryRunner Retry { get; }

    /// <summary>The clock all of the session runs on.</summary>
    public TimeProvider Time { get; }

    /// <summary>Signs in, so that a wrong secret fails here and not at the first file. A given token makes no request.</summary>
    /// <param name="settings">How to reach the org.</param>
    /// <param name="credential">What to sign in with.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the sign-in.</param>
    /// <param name="time">Clock; null takes the system's.</param>
    /// <param name="random">Jitter from 0 to 1; null takes the shared one.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/> or a network failure.</exception>
    public static async Task<OrgSession> ConnectAsync(
        SessionSettings settings, ClientCredential credential, CallContext context, CancellationToken cancellationToken, TimeProvider? time = null, Func<double>? random = null)
    {
        var session = new OrgSession(settings, credential, null, time, random);
        return await session.BegunAsync(async () => await session._tokens!.GetAsync(context.Log, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Signs a user in: waits for the browser to come back, and redeems its code.</summary>
    /// <param name="settings">How to reach the org.</param>
    /// <param name="signIn">The sign-in that was begun.</param>
    /// <param name="limit">How long to wait for the user.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the sign-in.</param>
    /// <param name="time">Clock; null takes the system's.</param>
    /// <param name="random">Jitter from 0 to 1; null takes the shared one.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/> or a network failure.</exception>
    public static async Task<OrgSession> ConnectUserAsync(
        SessionSettings settings, UserSignIn signIn, TimeSpan limit, CallContext context, CancellationToken cancellationToken, TimeProvider? time = null, Func<double>? random = null)
    {
        var session = new OrgSession(settings, ClientCredential.ForUser(signIn.ClientId), null, time, random);
        return await session.BegunAsync(async () =>
        {
            var code = await signIn.WaitForCodeAsync(limit, session.Time, cancellationToken).ConfigureAwait(false);
            await session._tokens!.RedeemAsync(signIn, code, context.Log, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>Comes in as a guest of a web messaging deployment: opens the socket and configures the session.</summary>
    /// <param name="settings">How to reach the org.</param>
    /// <param name="guest">Who the guest is.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <param name="time">Clock; null takes the system's.</param>
    /// <param name="random">Jitter from 0 to 1; null takes the shared one.</param>
    /// <exception cref="GCException">The deployment is unknown, its conversation has ended, or the network fails.</exception>
    public static async Task<OrgSession> ConnectGuestAsync(
        SessionSettings settings, GuestSettings guest, CallContext context, CancellationToken cancellationToken, TimeProvider? time = null, Func<double>? random = null)
    {
        var session = new OrgSession(settings, null, guest, time, random);
        return await session.BegunAsync(() => session._guest!.ConnectAsync(context, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Reads what a deployment accepts, without opening a conversation and without a client.</summary>
    /// <param name="settings">How to reach the org.</param>
    /// <param name="guest">The deployment; its token is shown and not used.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <param name="time">Clock; null takes the system's.</param>
    /// <exception cref="GCException">The deployment is unknown or cannot be reached.</exception>
    public static async Task<AttachmentPolicy> ReadDeploymentPolicyAsync(SessionSettings settings, GuestSettings guest, CallContext context, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        using var session = new OrgSession(settings, null, guest, time, null, ownsTrace: false);
        return await session._guest!.ReadPolicyAsync(context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Conversations this session has read or sent into, the latest first.</summary>
    public IReadOnlyList<string> RecentConversations => _recent.All;

    /// <summary>The state of a conversation and its connected messaging legs.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationNotFound"/> and what the call itself may meet.</exception>
    public async Task<ConversationStanding> GetStandingAsync(string conversationId, CallContext context, CancellationToken cancellationToken)
    {
        var standing = await Reader.GetStandingAsync(conversationId, context, cancellationToken).ConfigureAwait(false);
        _recent.Add(conversationId);
        KnownLegs.Learn(standing);
        return standing;
    }

    /// <summary>The connected messaging legs of the signed-in user's own conversations, asked for once, without retries.</summary>
    /// <exception cref="GCException">The session has no user, and what the call itself may meet.</exception>
    public Task<IReadOnlyList<ConversationLeg>> GetOwnLegsAsync(CallContext context, CancellationToken cancellationToken) => Reader.GetOwnLegsAsync(context, cancellationToken);

    /// <summary>Finds conversations; the first request leaves when the first page is asked for.</summary>
    /// <exception cref="GCException">The session is a guest's, or the span is none.</exception>
    public ConversationFinder Find(ConversationSearch search) => new(ReadingApi, search.Checked(Time.GetUtcNow()));

    /// <summary>The access token, refreshed where it is about to end. A secret: keep it out of logs.</summary>
    /// <exception cref="GCException">It cannot be refreshed, or the session is a guest's.</exception>
    public ValueTask<string> GetAccessTokenAsync(CallContext context, CancellationToken cancellationToken) =>
        _tokens?.GetAsync(context.Log, cancellationToken) ?? throw new GCException(ErrorIds.NotConnected, "A guest's session has no access token.") { Advice = "Connect with Connect-GCOrg -Credential or -Interactive." };

    /// <summary>Tells the service that the guest leaves for good; nothing for a client's session.</summary>
    public Task EndConversationAsync(CallContext context, CancellationToken cancellationToken) => _guest?.EndAsync(context, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Whether it was disconnected or replaced: it makes no further request.</summary>
    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Ends with the session.</summary>
    internal CancellationToken Ended { get; }

    /// <summary>Shares the client's pace with other processes, until the session ends.</summary>
    /// <param name="make">Makes what keeps the pace; given what ends with the session.</param>
    public void ShareQuota(Func<CancellationToken, ISharedPace> make)
    {
        _sharing?.Dispose();
        _sharing = Quota.ShareWith(make(Ended));
    }

    /// <summary>Takes the place of another session of the same key, which ends: its pace, pauses and parks with it.</summary>
    public void Replace(OrgSession other)
    {
        other.Dispose();
        QuotaTable.StartAfresh(Key, Time);
    }

    /// <summary>The error for work that outlives its session.</summary>
    internal GCException EndedError(Exception? cause = null) =>
        new(ErrorIds.NotConnected, $"The session {Key} was disconnected or replaced.", cause) { StopsBatch = true, Advice = "Connect again with Connect-GCOrg, and send what failed once more." };

    /// <summary>Ends it: its sockets, its clients, its pace, and whatever is under way with it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _end.Cancel();
        QuotaTable.Leave(Key, Settings.RequestsPerMinute, Time);
        _sharing?.Dispose();
        _ = _guest?.DisposeAsync().AsTask();
        _clients.Dispose();
        _trace?.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => Key;

    // One that does not come about leaves nothing behind.
    private async Task<OrgSession> BegunAsync(Func<Task> begin)
    {
        try
        {
            await begin().ConfigureAwait(false);
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private ConversationReader Reader => new(ReadingApi);

    private OrgApi ReadingApi => _api ?? throw new GCException(ErrorIds.NotConnected, "A guest's session cannot read conversations.")
    {
        Advice = "Connect with Connect-GCOrg -Credential.",
    };

    /// <summary>What nothing that is shown may hold.</summary>
    internal SessionSecrets Secrets { get; }

    private static SessionSecrets SecretsOf(SessionSettings settings, ClientCredential? credential, GuestSettings? guest) => new(
        settings.Headers.Select(header => header.Value)
            .Concat([credential?.Secret, credential?.Secret is { } secret ? $"{credential.ClientId}:{secret}" : null, credential?.AccessToken, guest?.Token, settings.Proxy?.Credentials?.GetCredential(settings.LoginBase, "Basic")?.Password]));

    /// <summary>Notes that a message went into a conversation.</summary>
    internal void Sent(string? conversationId) => _recent.Add(conversationId);

    /// <summary>The org's API; null for a guest.</summary>
    internal OrgApi? Api => _api;

    /// <summary>The guest; null for a client.</summary>
    internal GuestSession? Guest => _guest;

    /// <summary>The storage.</summary>
    internal StorageClient Storage => _storage;

    /// <summary>The session's clients.</summary>
    internal HttpClients Clients => _clients;

    /// <summary>How long uploads take to become valid here.</summary>
    internal ReadinessEstimate Readiness { get; } = new();

    /// <summary>The agent legs that it knows.</summary>
    internal KnownLegs KnownLegs { get; } = new();

    /// <summary>Whether uploads are listed here.</summary>
    internal UploadLists UploadLists { get; } = new();

    /// <summary>The routes whose messages take one file alone here.</summary>
    internal SingleFileRoutes SingleFileRoutes { get; } = new();
}
