using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>
/// The session's access token: fetched once, refreshed ahead of its expiry and after a 401, never by two callers at a time.
/// </summary>
/// <param name="http">Client of the org, without base address.</param>
/// <param name="settings">Where to sign in, and the scopes to ask for.</param>
/// <param name="credential">What to sign in with.</param>
/// <param name="secrets">Told of each token.</param>
/// <param name="retry">Retry rules.</param>
/// <param name="time">Clock.</param>
internal sealed class TokenSource(HttpMessageInvoker http, SessionSettings settings, ClientCredential credential, SessionSecrets secrets, RetryRunner retry, TimeProvider time)
{
    private const int Attempts = 3;
    private const int LongestLife = 366 * 24 * 60 * 60;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // A user's, where the service gave one. Changes with each use.
    private string? _refreshToken;
    private volatile Token? _token = credential.AccessToken is { } given ? new Token(given, null) : null;

    // Never disposed: a disposed gate would leave its waiters waiting.
    private SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>When the current token ends, in UTC; null before the first and for a token given by the user.</summary>
    public DateTimeOffset? ExpiresAt => _token?.ExpiresAt;

    /// <summary>Whether a refused token can be replaced; one that the user gave cannot.</summary>
    public bool CanRefresh => credential.Secret is not null || Volatile.Read(ref _refreshToken) is not null;

    /// <summary>The current token, fetched or refreshed as needed.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/> or a network failure.</exception>
    public async ValueTask<string> GetAsync(StepLog? log, CancellationToken cancellationToken) =>
        _token is { } token && !(time.GetElapsedTime(token.Since) >= token.GoodFor)
            ? token.Value
            : await ReplaceAsync(_token, log, cancellationToken).ConfigureAwait(false);

    /// <summary>A token other than the refused one: whoever comes first fetches it, the others take what is there.</summary>
    /// <param name="refused">The token the server answered 401 to.</param>
    /// <param name="log">Told of a sign-in.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/>, always so for a token given by the user.</exception>
    public async ValueTask<string> RefreshAsync(string refused, StepLog? log, CancellationToken cancellationToken) =>
        _token is { } token && token.Value != refused
            ? token.Value
            : await ReplaceAsync(_token, log, cancellationToken).ConfigureAwait(false);

    private async Task<string> ReplaceAsync(Token? old, StepLog? log, CancellationToken cancellationToken)
    {
        if (!CanRefresh)
        {
            throw credential.AccessToken is null
                ? new GCException(ErrorIds.AuthenticationFailed, "The user's sign-in has ended, and the service gave no refresh token.") { StopsBatch = true, StatusCode = 401, Advice = "Run Connect-GCOrg -Interactive again." }
                : new GCException(ErrorIds.AuthenticationFailed, "The access token was refused, and a token given by hand cannot be refreshed.")
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

            var fresh = await retry.RunAsync(new RetryRule(Attempts), log, token => FetchAsync(log, token), cancellationToken).ConfigureAwait(false);
            _token = fresh;
            return fresh.Value;
        }
        finally
        {
            Gate.Release();
        }
    }

    private ValueTask<Token> FetchAsync(StepLog? log, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form = Volatile.Read(ref _refreshToken) is { } refresh
            ? [new("grant_type", "refresh_token"), new("refresh_token", refresh), new("client_id", credential.ClientId)]
            : [new("grant_type", "client_credentials")];
        if (credential.Secret is not null && !settings.Scopes.IsEmpty)
        {
            form.Add(new("scope", string.Join(' ', settings.Scopes)));
        }

        return PostAsync(form, log, cancellationToken);
    }

    /// <summary>Turns a user's code into the first token.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/> or a network failure.</exception>
    public async Task RedeemAsync(UserSignIn signIn, string code, StepLog? log, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "authorization_code"), new("code", code), new("code_verifier", signIn.Verifier), new("client_id", credential.ClientId), new("redirect_uri", signIn.RedirectUri.AbsoluteUri),
        ];
        // Tried once: a code works once, and an answer that was lost has used it up.
        _token = await retry.RunAsync(new RetryRule(1, 0), log, token => PostAsync(form, log, token), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Token> PostAsync(List<KeyValuePair<string, string>> form, StepLog? log, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.LoginBase, "oauth/token"));
        request.Content = new FormUrlEncodedContent(form);
        if (credential.Secret is { } secret)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.ClientId}:{secret}")));
        }

        OrgHeaders.Apply(request, settings);
        var mask = secrets.Mask.And(form.Where(field => field.Key is "code" or "code_verifier").Select(field => field.Value));
        using var trace = AttemptTrace.Begin("org", "POST", request.RequestUri!, "Sign-in", mask, time, log);
        var reply = await HttpExchange.SendAsync(http, request, mask, Timeout, time, cancellationToken).ConfigureAwait(false);
        trace.Answered((int)reply.Status, reply.CorrelationId);
        if (!reply.IsSuccess && reply.Status != HttpStatusCode.SwitchingProtocols)
        {
            throw Refused(reply);
        }

        // Of this answer nothing is shown: it may hold a token that nobody knows yet.
        var grant = reply.ReadJson(SignInJson.Default.TokenReply);
        if (reply.Status != HttpStatusCode.OK || grant?.AccessToken is null || !IdConverter.IsToken(grant.AccessToken))
        {
            throw new GCException(ErrorIds.AuthenticationFailed, $"{request.RequestUri} answered without an access token that could be used.") { StopsBatch = true };
        }

        secrets.Add(grant.AccessToken);
        secrets.Add(grant.RefreshToken);
        Volatile.Write(ref _refreshToken, grant.RefreshToken ?? _refreshToken);
        var life = TimeSpan.FromSeconds(grant.ExpiresIn is > 0 and var seconds ? Math.Min(seconds, LongestLife) : 300);
        var margin = TimeSpan.FromSeconds(Math.Clamp(life.TotalSeconds / 10, 5, 300));
        return new Token(grant.AccessToken, life - margin) { Since = time.GetTimestamp(), ExpiresAt = time.GetUtcNow() + life };
    }

    private Exception Refused(HttpReply reply)
    {
        var error = reply.ReadJson(SignInJson.Default.TokenError);
        var words = error is null ? default
            : new ServerWords(reply.Show(string.Join(", ", new[] { error.Code, error.Reason }.OfType<string>().Distinct())), reply.ShowWord(error.Error ?? error.Code), reply.ShowWord(error.ContextId));
        var failure = AttemptFailure.FromStatus(reply, retry.Policy, time, "Sign-in", words, retryAnyServerError: true);
        if (error?.IsOfLogin != true)
        {
            return GatewayReply.InPlaceOf(failure, reply, "Sign-in", settings.LoginBase.Host, stopsBatch: true);
        }

        if (failure is not null)
        {
            return failure;
        }

        return new GCException(
            ErrorIds.AuthenticationFailed,
            $"Sign-in of client '{credential.ClientId}' at {settings.LoginBase.Host} was refused ({(int)reply.Status}{(error.Reason is { } reason ? ": " + reply.Show(reason) : "")}).")
        {
            StatusCode = (int)reply.Status,
            ServerCode = reply.ShowWord(error.Error ?? error.Code),
            CorrelationId = reply.CorrelationId,
            StopsBatch = true,
        };
    }

    // A class, not a record: a record's ToString would print the token.
    private sealed class Token(string value, TimeSpan? goodFor)
    {
        public string Value { get; } = value;

        // How long it is used from its arrival on; null as long as it is taken.
        public TimeSpan? GoodFor { get; } = goodFor;

        public long Since { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }
    }
}
