using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>Messages read again (docs/protocol.md, Reading messages): one by its id, with its conversation or without, or up to a thousand at once.</summary>
internal sealed class ReadEndpoints(Organization org, Gate gate)
{
    private const int MostIds = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v2/conversations/messages/{conversationId}/messages/{messageId}", (HttpContext context, string conversationId, string messageId) => GetAsync(context, messageId, conversationId));
        routes.MapGet("/api/v2/conversations/messages/{messageId}/details", (HttpContext context, string messageId) => GetAsync(context, messageId, null));
        routes.MapPost("/api/v2/conversations/messages/{conversationId}/messages/bulk", PostBulkAsync);
    }

    private async Task GetAsync(HttpContext context, string messageId, string? conversationId)
    {
        if (!await gate.AdmitAsync(context, Permissions.ViewMessages, []))
        {
            return;
        }

        if (org.Messages.Find(messageId) is not { } message || (conversationId is not null && !IsOf(message, conversationId)))
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested message was not found.", entity: "message");
            return;
        }

        await Wire.ReplyAsync(context, Body(context).Read(message));
    }

    private async Task PostBulkAsync(HttpContext context, string conversationId)
    {
        if (!await gate.AdmitAsync(context, Permissions.ViewMessages, []) || await Wire.ReadAsync<JsonArray>(context) is not { } list)
        {
            return;
        }

        if (org.Conversations.Find(conversationId) is null)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested conversation was not found.", entity: "conversation");
            return;
        }

        var ids = list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var id) ? id : null).ToList();
        if (ids.Count is 0 or > MostIds || ids.Contains(null))
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", $"The body must be a list of 1 to {MostIds} message ids.");
            return;
        }

        // What is unknown, or another conversation's, is left out.
        var body = Body(context);
        var found = ids.Distinct(StringComparer.OrdinalIgnoreCase).Select(id => org.Messages.Find(id!)).Where(message => message is not null && IsOf(message, conversationId));
        await Wire.ReplyAsync(context, new JsonObject { ["entities"] = new JsonArray([.. found.Select(message => body.Read(message!))]) });
    }

    private MessageBody Body(HttpContext context) => new(org.Downloads, Wire.BaseUrl(context));

    private static bool IsOf(OrgMessage message, string conversationId) => message.Conversation.ConversationId.Equals(conversationId, StringComparison.OrdinalIgnoreCase);
}
