using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.OAuth;

/// <summary>What a token is (docs/protocol.md, Sign-in): takes no permission.</summary>
internal sealed class TokenEndpoints(Organization org, OAuthDesk desk, Gate gate)
{
    // What a client has that was made without any choice.
    private static readonly string[] Every = ["webchat:attachment:write", "webchat:attachment:read", "message:send", "media:upload", "conversation:send", "webmessaging:send"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v2/tokens/me", GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context, [], []))
        {
            return;
        }

        var token = desk.FindToken(context)!;
        await Wire.ReplyAsync(context, new JsonObject
        {
            ["organization"] = new JsonObject { ["id"] = org.Id, ["name"] = "Sandbox" },
            ["authorizedScope"] = new JsonArray([.. (token.Scopes ?? Every).Select(scope => JsonValue.Create(scope))]),
            ["OAuthClient"] = new JsonObject { ["id"] = token.Client.ClientId },
        });
    }
}
