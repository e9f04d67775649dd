using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>What an agent sends on a leg (docs/protocol.md, Agent uploads): one text, or up to ten files that were uploaded.</summary>
internal sealed class MessageEndpoints(Organization org, Legs legs)
{
    private const int LongestText = 2000;

    // No source says how many; what it reads of the help is ten for MMS.
    private const int MostFiles = 10;

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

        var uploads = media?.Distinct(StringComparer.Ordinal).Select(org.Uploads.Find).ToList() ?? [];
        if (media is not null && (media.Count is 0 or > MostFiles || uploads.Count != media.Count
            || uploads.Exists(upload => upload is null || !upload.BelongsTo(Legs.Route, conversation) || upload.Status != "valid" || upload.Used)))
        {
            var isUnknown = uploads.Count == 0 || uploads.Contains(null);
            await Wire.RefuseAsync(context, 400, "invalid.value", $"mediaIds must hold one to {MostFiles} ids of valid uploads of this conversation that were not sent before.", isUnknown ? 4009 : 4010, field: "mediaIds");
            return;
        }

        uploads.ForEach(upload => upload!.Used = true);

        var scripted = context.Features.Get<Fault>();
        var message = new OrgMessage
        {
            At = org.Time.GetUtcNow(),
            Route = Legs.Route,
            Conversation = conversation,
            Text = text,
            Uploads = [.. uploads.OfType<Upload>()],
            LaterStatus = scripted?.ThenStatus,
            Reason = scripted?.Reason,
        };
        org.Messages.Add(message);
        await Wire.ReplyAsync(context, new MessageBody(org.Downloads, Wire.BaseUrl(context)).Sent(message));
    }
}
