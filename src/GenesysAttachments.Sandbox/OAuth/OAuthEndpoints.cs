using GenesysAttachments.Sandbox.Bodies;

namespace GenesysAttachments.Sandbox.OAuth;

/// <summary>Sign-in (docs/protocol.md, Sign-in): tokens for clients and for users.</summary>
internal sealed class OAuthEndpoints(OAuthDesk desk, AuthorizeDesk users)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth/token", IssueAsync);
        routes.MapGet("/oauth/authorize", context => users.AuthorizeAsync(context, desk.FindClient));
    }

    private async Task IssueAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await RefuseAsync(context, "invalid_request", "the body must be a form");
            return;
        }

        var form = await context.Request.ReadFormAsync();
        await (form["grant_type"].ToString() switch
        {
            "client_credentials" => IssueToClientAsync(context, form),
            "authorization_code" or "refresh_token" => IssueToUserAsync(context, form),
            _ => RefuseAsync(context, "unsupported_grant_type", "only client_credentials, authorization_code and refresh_token"),
        });
    }

    private async Task IssueToClientAsync(HttpContext context, IFormCollection form)
    {
        if (desk.Authenticate(context.Request.Headers.Authorization.ToString()) is not { } client)
        {
            await RefuseAsync(context, "invalid_client", "client not found or wrong secret", 401);
            return;
        }

        var asked = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var refused = client.Scopes is null ? [] : asked.Except(client.Scopes).ToArray();
        if (refused.Length > 0)
        {
            await RefuseAsync(context, "invalid_scope", $"not granted to this client: {string.Join(' ', refused)}");
            return;
        }

        await Wire.ReplyAsync(context, new { access_token = desk.Issue(client, asked, isUser: false), token_type = "bearer", expires_in = OAuthDesk.LifetimeSeconds });
    }

    private async Task IssueToUserAsync(HttpContext context, IFormCollection form)
    {
        var (clientId, problem) = users.Redeem(form);
        if (clientId is null || desk.FindClient(clientId) is not { } client)
        {
            await RefuseAsync(context, "invalid_grant", problem);
            return;
        }

        await Wire.ReplyAsync(context, new { access_token = desk.Issue(client, [], isUser: true), token_type = "bearer", expires_in = OAuthDesk.LifetimeSeconds, refresh_token = users.Remember(clientId) });
    }

    private static Task RefuseAsync(HttpContext context, string error, string description, int status = 400) => Wire.ReplyAsync(context, new { error, description }, status);
}
