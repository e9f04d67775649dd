using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>Messages of a leg (docs/protocol.md, Agent uploads): sent, and read again.</summary>
internal sealed class MessageEndpoints(Organization org, AgentMessages messages, Legs legs, Gate gate)
{
    private const int LongestText = 2000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Legs.Path, PostAsync);
        routes.MapGet("/api/v2/conversations/messages/{conversationId}/messages/{messageId}", GetAsync);
    }

    private async Task PostAsync(HttpContext context, string conversationId, string communicationId)
    {
        if (await legs.FindAsync(context, Permissions.CreateMessages, conversationId, communicationId, mustBeOpen: true) is not { } conversation
            || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        var text = body.Text("textBody");
        var media = (body["mediaIds"] as JsonArray)?.Select(id => id?.ToString() ?? "").ToList();
        if ((text is null) == (media is null))
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "Exactly one of textBody and mediaIds must be given.", field: "textBody");
            return;
        }

        if (text is { Length: 0 or > LongestText })
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", $"textBody must have 1 to {LongestText} characters.", 4011, field: "textBody");
            return;
        }

        Upload? upload = null;
        if (media is not null)
        {
            upload = media.Count == 1 ? org.Uploads.Find(media[0]) : null;
            if (upload is null || upload.Conversation != conversation || upload.Status != "valid" || upload.Used)
            {
                await Wire.RefuseAsync(context, 400, "invalid.value", "mediaIds must hold one id of a valid upload of this conversation that was not sent before.", upload is null ? 4009 : 4010, field: "mediaIds");
                return;
            }

            upload.Used = true;
        }

        var now = org.Time.GetUtcNow();
        org.Messages.Add(new SentMessage(now, "Agent", conversationId, text, upload is null ? [] : [upload.Sent]));
        await Wire.ReplyAsync(context, messages.Add(conversation, now, text, upload));
    }

    private async Task GetAsync(HttpContext context, string conversationId, string messageId)
    {
        if (!await gate.AdmitAsync(context, Permissions.ViewMessages, []))
        {
            return;
        }

        if (messages.Find(messageId) is { } message && message.Text("conversationId") == conversationId)
        {
            await Wire.ReplyAsync(context, message);
            return;
        }

        await Wire.RefuseAsync(context, 404, "not.found", "The requested message was not found.", entity: "message");
    }
}
