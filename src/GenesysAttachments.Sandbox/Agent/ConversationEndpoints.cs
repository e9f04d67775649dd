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
        routes.MapGet("/api/v2/conversations/{conversationId}", (HttpContext context, string conversationId) => GetAsync(context, conversationId, Permissions.ViewConversations, ConversationBody.Of));
        routes.MapGet("/api/v2/conversations/messages", GetOwnMessagesAsync);
        routes.MapGet("/api/v2/conversations/messages/{conversationId}", (HttpContext context, string conversationId) => GetAsync(context, conversationId, [], ConversationBody.WithoutLegs));
    }

    private async Task GetAsync(HttpContext context, string conversationId, string[] permissions, Func<Conversation, Messages, JsonObject> describe)
    {
        if (!await gate.AdmitAsync(context, permissions, []))
        {
            return;
        }

        if (org.Conversations.Find(conversationId) is not { } conversation)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested resource was not found.", entity: "conversation");
            return;
        }

        await Wire.ReplyAsync(context, describe(conversation, org.Messages));
    }

    // The logged-in user's: a client without a user has none, and is refused (docs/protocol.md, Sign-in).
    private Task GetOwnAsync(HttpContext context) => GetOwnAsync(context, Permissions.ViewConversations, "/api/v2/conversations", ConversationBody.Of);

    private Task GetOwnMessagesAsync(HttpContext context) => GetOwnAsync(context, [], "/api/v2/conversations/messages", ConversationBody.WithoutLegs);

    private async Task GetOwnAsync(HttpContext context, string[] permissions, string uri, Func<Conversation, Messages, JsonObject> describe)
    {
        if (!await gate.AdmitAsync(context, permissions, []))
        {
            return;
        }

        if (!gate.IsUser(context))
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "This request requires a user context. Client credentials cannot be used for requests to this resource.");
            return;
        }

        await Wire.ReplyAsync(context, new JsonObject { ["entities"] = new JsonArray([.. org.Conversations.Connected.Select(conversation => describe(conversation, org.Messages))]), ["selfUri"] = uri });
    }
}
