using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>What an agent sends on a leg (docs/protocol.md, Agent uploads): one text, or one file that was uploaded.</summary>
internal sealed class MessageEndpoints(Organization org, Legs legs)
{
    private const int LongestText = 2000;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Legs.Path, PostAsync);

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
            if (upload is null || !upload.BelongsTo(Legs.Route, conversation) || upload.Status != "valid" || upload.Used)
            {
                await Wire.RefuseAsync(context, 400, "invalid.value", "mediaIds must hold one id of a valid upload of this conversation that was not sent before.", upload is null ? 4009 : 4010, field: "mediaIds");
                return;
            }

            upload.Used = true;
        }

        var scripted = context.Features.Get<Fault>();
        var message = new OrgMessage
        {
            At = org.Time.GetUtcNow(),
            Route = Legs.Route,
            Conversation = conversation,
            Text = text,
            Uploads = upload is null ? [] : [upload],
            LaterStatus = scripted?.ThenStatus,
            Reason = scripted?.Reason,
        };
        org.Messages.Add(message);
        await Wire.ReplyAsync(context, MessageBody.Sent(message));
    }
}
