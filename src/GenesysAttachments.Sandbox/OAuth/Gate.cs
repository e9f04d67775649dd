using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.OAuth;

/// <summary>What every call of the org passes: its token, the token's quota, then what the call needs.</summary>
internal sealed class Gate(OAuthDesk desk, bool quota, TimeProvider time)
{
    private const int RequestsPerMinute = 300;

    /// <summary>Whether the request's token stands for a user rather than for a client alone.</summary>
    public bool IsUser(HttpContext context) => desk.FindToken(context)?.IsUser == true;

    /// <summary>Whether the request shows a token that is still good.</summary>
    public bool IsKnown(HttpContext context) => desk.FindToken(context) is { } token && token.ExpiresAt > time.GetUtcNow();

    /// <summary>The quotas of the tokens that are in use.</summary>
    public IEnumerable<QuotaWindow> Windows =>
        from token in quota ? desk.Tokens : []
        let window = token.Window(time.GetUtcNow())
        where window is not null
        select new QuotaWindow(token.Client.ClientId, "requests", Math.Min(window.Value.Count, RequestsPerMinute), RequestsPerMinute, window.Value.SecondsLeft);

    /// <summary>Lets the request through, or answers 401, 403 or 429.</summary>
    /// <param name="context">The request.</param>
    /// <param name="anyPermission">One of these is needed; empty needs none.</param>
    /// <param name="scopes">All of these are needed.</param>
    public async Task<bool> AdmitAsync(HttpContext context, string[] anyPermission, string[] scopes)
    {
        if (desk.FindToken(context) is not { } token || token.ExpiresAt <= time.GetUtcNow())
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

    private async Task<bool> CountAsync(HttpContext context, AccessToken token)
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
}
