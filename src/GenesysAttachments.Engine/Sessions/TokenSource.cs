using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Engine.Sessions;

/// <summary>
/// The session's access token: fetched once, refreshed ahead of its expiry and after a 401, never by two callers at a time.
/// </summary>
/// <param name="http">Client of the org, without base address.</param>
/// <param name="settings">Where to sign in, and the scopes to ask for.</param>
/// <param name="credential">What to sign in with.</param>
/// <param name="retry">Retry rules.</param>
/// <param name="time">Clock.</param>
internal sealed class TokenSource(HttpClient http, SessionSettings settings, ClientCredential credential, RetryRunner retry, TimeProvider time)
{
    private const int Attempts = 3;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private volatile Token? _token = credential.AccessToken is { } given ? new Token(given, DateTimeOffset.MaxValue) : null;

    // Never disposed: a disposed gate would leave its waiters waiting.
    private SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>When the current token ends, in UTC; null before the first and for a token given by the user.</summary>
    public DateTimeOffset? ExpiresAt => _token is { } token && token.RefreshAt != DateTimeOffset.MaxValue ? token.ExpiresAt : null;

    /// <summary>The current token, fetched or refreshed as needed.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/> or a network failure.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken) =>
        _token is { } token && time.GetUtcNow() < token.RefreshAt
            ? token.Value
            : await ReplaceAsync(_token, cancellationToken).ConfigureAwait(false);

    /// <summary>A token other than the refused one: whoever comes first fetches it, the others take what is there.</summary>
    /// <param name="refused">The token the server answered 401 to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/>, always so for a token given by the user.</exception>
    public async ValueTask<string> RefreshAsync(string refused, CancellationToken cancellationToken) =>
        _token is { } token && token.Value != refused
            ? token.Value
            : await ReplaceAsync(_token, cancellationToken).ConfigureAwait(false);

    private async Task<string> ReplaceAsync(Token? old, CancellationToken cancellationToken)
    {
        if (credential.Secret is null)
        {
            throw new GCException(ErrorIds.AuthenticationFailed, "The access token was refused, and a token given by hand cannot be refreshed.")
            {
                StopsBatch = true,
                StatusCode = 401,
                Advice = "Connect again with a fresh -AccessToken, or with -Credential, which refreshes by itself.",
            };
        }

        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!ReferenceEquals(_token, old) && _token is { } other)
            {
                return other.Value;
            }

            var fresh = await retry.RunAsync(new RetryRule(Attempts), FetchAsync, cancellationToken).ConfigureAwait(false);
            _token = fresh;
            return fresh.Value;
        }
        finally
        {
            Gate.Release();
        }
    }

    private async ValueTask<Token> FetchAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.LoginBase, "oauth/token"));
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (!settings.Scopes.IsEmpty)
        {
            form.Add(new("scope", string.Join(' ', settings.Scopes)));
        }

        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.ClientId}:{credential.Secret}")));
        OrgHeaders.Apply(request, settings);
        using var trace = AttemptTrace.Begin("org", "POST", request.RequestUri!, "Sign-in", time);
        var reply = await HttpExchange.SendAsync(http, request, Timeout, time, cancellationToken).ConfigureAwait(false);
        trace.Answered((int)reply.Status, reply.CorrelationId);
        if (reply.Status != HttpStatusCode.OK)
        {
            throw Refused(reply);
        }

        var grant = reply.ReadJson(EngineJson.Default.TokenReply);
        if (string.IsNullOrEmpty(grant?.AccessToken))
        {
            throw new GCException(ErrorIds.AuthenticationFailed, $"{request.RequestUri} answered without an access token.") { StopsBatch = true };
        }

        var now = time.GetUtcNow();
        var life = TimeSpan.FromSeconds(grant.ExpiresIn is > 0 and var seconds ? seconds : 300);
        var margin = TimeSpan.FromSeconds(Math.Clamp(life.TotalSeconds / 10, 5, 300));
        return new Token(grant.AccessToken, now + life - margin) { ExpiresAt = now + life };
    }

    private Exception Refused(HttpReply reply)
    {
        if (AttemptFailure.FromStatus(reply, time, "Sign-in", retryAnyServerError: true) is { } passing)
        {
            return passing;
        }

        var error = reply.ReadJson(EngineJson.Default.TokenError);
        var reason = error?.Description ?? error?.ErrorDescription ?? error?.Error;
        return new GCException(
            ErrorIds.AuthenticationFailed,
            $"Sign-in of client '{credential.ClientId}' at {settings.LoginBase.Host} was refused ({(int)reply.Status}{(reason is null ? "" : ": " + Redaction.Text(reason))}).")
        {
            StatusCode = (int)reply.Status,
            ServerCode = error?.Error,
            CorrelationId = reply.CorrelationId,
            StopsBatch = true,
        };
    }

    // A class, not a record: a record's ToString would print the token.
    private sealed class Token(string value, DateTimeOffset refreshAt)
    {
        public string Value { get; } = value;

        public DateTimeOffset RefreshAt { get; } = refreshAt;

        public DateTimeOffset ExpiresAt { get; init; }
    }
}
