using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace GenesysAttachments.Sandbox.OAuth;

/// <summary>OAuth clients and their tokens.</summary>
internal sealed class OAuthDesk(TimeProvider time)
{
    public const int LifetimeSeconds = 86_400;

    private readonly ConcurrentDictionary<string, OAuthClient> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccessToken> _tokens = new(StringComparer.Ordinal);

    public OAuthClient Register(string[]? scopes, string[]? permissions, string[]? redirectUris)
    {
        var client = new OAuthClient(Guid.NewGuid().ToString(), Secret(24), scopes, permissions, redirectUris);
        _clients[client.ClientId] = client;
        return client;
    }

    public OAuthClient? FindClient(string clientId) => _clients.GetValueOrDefault(clientId);

    /// <summary>A new token's value.</summary>
    public string Issue(OAuthClient client, string[] scopes, bool isUser)
    {
        var value = Secret(32);
        _tokens[value] = new AccessToken(client, scopes.Length > 0 ? scopes : client.Scopes, time.GetUtcNow().AddSeconds(LifetimeSeconds), isUser);
        return value;
    }

    /// <summary>Every token that was issued and not revoked.</summary>
    public IEnumerable<AccessToken> Tokens => _tokens.Values;

    public void RevokeAll() => _tokens.Clear();

    /// <summary>The client that a Basic header names, with its right secret.</summary>
    public OAuthClient? Authenticate(string authorization)
    {
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(authorization[6..].Trim())).Split(':', 2);
            return pair.Length == 2 && FindClient(pair[0]) is { } client && client.ClientSecret == pair[1] ? client : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The token that a request shows, be it still good or not.</summary>
    public AccessToken? FindToken(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? _tokens.GetValueOrDefault(authorization[7..].Trim()) : null;
    }

    private static string Secret(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
