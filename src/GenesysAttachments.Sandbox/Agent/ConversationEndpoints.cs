using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>Conversations with their legs, and what was said on each.</summary>
internal sealed class ConversationEndpoints(Organization org, Gate gate)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v2/conversations", GetOwnAsync);
        routes.MapGet("/api/v2/conversations/{conversationId}", GetAsync);
    }

    private async Task GetAsync(HttpContext context, string conversationId)
    {
        if (!await gate.AdmitAsync(context, Permissions.ViewConversations, []))
        {
            return;
        }

        if (org.Conversations.Find(conversationId) is not { } conversation)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested resource was not found.", entity: "conversation");
            return;
        }

        await Wire.ReplyAsync(context, Describe(conversation));
    }

    // The logged-in user's: a client without a user has none, and is refused (docs/protocol.md, Sign-in).
    private async Task GetOwnAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context, Permissions.ViewConversations, []))
        {
            return;
        }

        if (!gate.IsUser(context))
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "This request requires a user context. Client credentials cannot be used for requests to this resource.");
            return;
        }

        await Wire.ReplyAsync(context, new JsonObject { ["entities"] = new JsonArray([.. org.Conversations.Connected.Select(Describe)]), ["selfUri"] = "/api/v2/conversations" });
    }

    private JsonObject Describe(Conversation conversation) =>
        ConversationBody.Of(conversation, org.Time.GetUtcNow() - ConversationBody.Lasted, org.Messages);
}
