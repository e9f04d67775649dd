using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using GenesysAttachments.Sandbox.Bodies;
using Microsoft.AspNetCore.WebUtilities;

namespace GenesysAttachments.Sandbox.OAuth;

/// <summary>
/// Sign-in of a user: <c>/oauth/authorize</c> with PKCE (RFC 7636, S256 only), played as by a user who agrees at once, and the codes and
/// refresh tokens that come of it.
/// </summary>
internal sealed class AuthorizeDesk(TimeProvider time)
{
    private const int ShortestVerifier = 43;
    private const int LongestVerifier = 128;
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Code> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refreshTokens = new(StringComparer.Ordinal);

    /// <summary><c>GET /oauth/authorize</c>: back to the caller with a code; to nobody where it is not sure whose address that is.</summary>
    public async Task AuthorizeAsync(HttpContext context, Func<string, OAuthClient?> findClient)
    {
        var query = context.Request.Query;
        string clientId = query["client_id"].ToString(), redirect = query["redirect_uri"].ToString(), challenge = query["code_challenge"].ToString();
        var problem =
            query.FirstOrDefault(pair => pair.Value.Count > 1).Key is { } twice ? $"{twice} is given more than once."
            : findClient(clientId) is not { } client ? $"The client_id '{clientId}' is unknown."
            : !RedirectUri.IsLoopback(redirect) ? $"The redirect_uri '{redirect}' is not on this machine: it must be http on 127.0.0.1, [::1] or localhost, without user information and fragment."
            : !RedirectUri.IsRegistered(redirect, client) ? $"The redirect_uri '{redirect}' is not registered for this client. Its port alone may differ from a registered one, at 127.0.0.1 and [::1]."
            : query["response_type"] != "code" ? "response_type must be code."
            : query["code_challenge_method"] != "S256" || challenge.Length != 43 ? "code_challenge with S256 is needed."
            : null;
        if (problem is not null)
        {
            await ErrorPage.AnswerAsync(context, 400, "Sign-in cannot go on", problem);
            return;
        }

        var code = Secret();
        _codes[code] = new Code(clientId, redirect, challenge, time.GetUtcNow() + CodeLife);
        context.Response.Redirect(QueryHelpers.AddQueryString(redirect, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
    }

    /// <summary>The client that a code or a refresh token stands for; null, with the reason, when it stands for none. Either works once.</summary>
    public (string? ClientId, string Problem) Redeem(IFormCollection form)
    {
        var clientId = form["client_id"].ToString();
        if (form["grant_type"] == "refresh_token")
        {
            return _refreshTokens.TryRemove(form["refresh_token"].ToString(), out var owner) && owner == clientId ? (clientId, "") : (null, "the refresh token is not valid");
        }

        var verifier = form["code_verifier"].ToString();
        return !_codes.TryRemove(form["code"].ToString(), out var code) || code.EndsAt < time.GetUtcNow() ? (null, "the code is not valid")
            : code.ClientId != clientId || code.RedirectUri != form["redirect_uri"] ? (null, "the code was made for another client or redirect_uri")
            : verifier.Length is < ShortestVerifier or > LongestVerifier || Challenge(verifier) != code.Challenge ? (null, "the code_verifier does not fit")
            : (clientId, "");
    }

    /// <summary>A refresh token for a client's user.</summary>
    public string Remember(string clientId)
    {
        var token = Secret();
        _refreshTokens[token] = clientId;
        return token;
    }

    private static string Challenge(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private sealed record Code(string ClientId, string RedirectUri, string Challenge, DateTimeOffset EndsAt);
}
