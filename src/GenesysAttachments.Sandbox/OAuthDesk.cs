using System.Collections.Concurrent;
using System.Text;

namespace GenesysAttachments.Sandbox;

/// <summary>OAuth clients, their tokens, and the quota each token has.</summary>
internal sealed class OAuthDesk(bool quota, TimeProvider time)
{
    private const int LifetimeSeconds = 86_400;
    private const int RequestsPerMinute = 300;

    private readonly ConcurrentDictionary<string, Client> _clients = new(StringComparer.Ordinal);
    private readonly AuthorizeDesk _users = new(time);
    private readonly ConcurrentDictionary<string, Token> _tokens = new(StringComparer.Ordinal);

    /// <summary>An OAuth client; null lists mean that everything is granted.</summary>
    internal sealed record Client(string ClientId, string ClientSecret, string[]? Scopes, string[]? Permissions);

    public Client Register(string[]? scopes, string[]? permissions)
    {
        var client = new Client(Guid.NewGuid().ToString(), Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24)), scopes, permissions);
        _clients[client.ClientId] = client;
        return client;
    }

    public void RevokeAll() => _tokens.Clear();

    /// <summary><c>POST /oauth/token</c>.</summary>
    public async Task IssueAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await Wire.ReplyAsync(context, new { error = "invalid_request", description = "the body must be a form" }, 400);
            return;
        }

        var form = await context.Request.ReadFormAsync();
        switch (form["grant_type"].ToString())
        {
            case "client_credentials":
                break;
            case "authorization_code" or "refresh_token":
                await IssueToUserAsync(context, form);
                return;
            default:
                await Wire.ReplyAsync(context, new { error = "unsupported_grant_type", description = "only client_credentials, authorization_code and refresh_token" }, 400);
                return;
        }

        if (Authenticate(context.Request.Headers.Authorization.ToString()) is not { } client)
        {
            await Wire.ReplyAsync(context, new { error = "invalid_client", description = "client not found or wrong secret" }, 401);
            return;
        }

        var asked = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var refused = client.Scopes is null ? [] : asked.Except(client.Scopes).ToArray();
        if (refused.Length > 0)
        {
            await Wire.ReplyAsync(context, new { error = "invalid_scope", description = $"not granted to this client: {string.Join(' ', refused)}" }, 400);
            return;
        }

        await Wire.ReplyAsync(context, new { access_token = Make(client, asked, isUser: false), token_type = "bearer", expires_in = LifetimeSeconds });
    }

    /// <summary><c>GET /oauth/authorize</c>.</summary>
    public Task AuthorizeAsync(HttpContext context) => _users.AuthorizeAsync(context, _clients.ContainsKey);

    private async Task IssueToUserAsync(HttpContext context, IFormCollection form)
    {
        var (clientId, problem) = _users.Redeem(form);
        if (clientId is null || !_clients.TryGetValue(clientId, out var client))
        {
            await Wire.ReplyAsync(context, AuthorizeDesk.Refusal(problem), 400);
            return;
        }

        await Wire.ReplyAsync(context, new { access_token = Make(client, [], isUser: true), token_type = "bearer", expires_in = LifetimeSeconds, refresh_token = _users.Remember(clientId) });
    }

    private string Make(Client client, string[] scopes, bool isUser)
    {
        var value = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        _tokens[value] = new Token(client, scopes.Length > 0 ? scopes : client.Scopes, time.GetUtcNow().AddSeconds(LifetimeSeconds), isUser);
        return value;
    }

    /// <summary>The client of the request's token, for the log.</summary>
    public string? ClientOf(HttpContext context) => Find(context)?.Client.ClientId;

    /// <summary>Whether the request's token stands for a user rather than for a client alone.</summary>
    public bool IsUser(HttpContext context) => Find(context)?.IsUser == true;

    /// <summary>Lets the request through, or answers 401, 403 or 429.</summary>
    /// <param name="context">The request.</param>
    /// <param name="anyPermission">One of these is needed; empty needs none.</param>
    /// <param name="scopes">All of these are needed.</param>
    public async Task<bool> AdmitAsync(HttpContext context, string[] anyPermission, string[] scopes)
    {
        if (Find(context) is not { } token || token.ExpiresAt <= time.GetUtcNow())
        {
            var shown = context.Request.Headers.Authorization.Count > 0;
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"genesys\", error=\"invalid_token\"";
            await Wire.RefuseAsync(context, 401, shown ? "bad.credentials" : "authentication.required", shown ? "Invalid login credentials." : "No authentication bearer token specified in authorization header.");
            return false;
        }

        if (quota && !await CountAsync(context, token))
        {
            return false;
        }

        if (anyPermission.Length > 0 && token.Client.Permissions is { } granted && !anyPermission.Intersect(granted).Any())
        {
            var missing = string.Join(", ", anyPermission);
            await Wire.RefuseAsync(context, 403, "missing.any.permissions", $"Unable to perform the requested action. You must have at least one of the following permissions assigned: [{missing}]", permissions: missing);
            return false;
        }

        if (token.Scopes is { } held && scopes.Except(held).ToArray() is { Length: > 0 } lacking)
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"genesys\", error=\"insufficient_scope\", scope=\"{string.Join(' ', lacking)}\"";
            await Wire.RefuseAsync(context, 403, "not.authorized", $"You are not authorized to perform the requested action: missing scope {string.Join(' ', lacking)}.");
            return false;
        }

        return true;
    }

    private async Task<bool> CountAsync(HttpContext context, Token token)
    {
        var (count, secondsLeft) = token.Count(time.GetUtcNow());
        var headers = context.Response.Headers;
        headers["inin-ratelimit-count"] = $"{Math.Min(count, RequestsPerMinute)}";
        headers["inin-ratelimit-allowed"] = $"{RequestsPerMinute}";
        headers["inin-ratelimit-reset"] = $"{secondsLeft}";
        if (count <= RequestsPerMinute)
        {
            return true;
        }

        headers.RetryAfter = $"{secondsLeft}";
        await Wire.RefuseAsync(context, 429, "too.many.requests.retry.after", $"Rate limit exceeded the maximum. Retry the request in [{secondsLeft}] seconds");
        return false;
    }

    private Client? Authenticate(string authorization)
    {
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(authorization[6..].Trim())).Split(':', 2);
            return pair.Length == 2 && _clients.TryGetValue(pair[0], out var client) && client.ClientSecret == pair[1] ? client : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private Token? Find(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && _tokens.TryGetValue(authorization[7..].Trim(), out var token) ? token : null;
    }

    private sealed class Token(Client client, string[]? scopes, DateTimeOffset expiresAt, bool isUser)
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _windowEnds;
        private int _count;

        public Client Client { get; } = client;

        public string[]? Scopes { get; } = scopes;

        public DateTimeOffset ExpiresAt { get; } = expiresAt;

        public bool IsUser { get; } = isUser;

        public (int Count, int SecondsLeft) Count(DateTimeOffset now)
        {
            lock (_lock)
            {
                if (now >= _windowEnds)
                {
                    (_windowEnds, _count) = (now.AddMinutes(1), 0);
                }

                return (++_count, Math.Max(1, (int)Math.Ceiling((_windowEnds - now).TotalSeconds)));
            }
        }
    }
}
