using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Forms;

/// <summary>The community guide's media service (docs/protocol.md, Media and Multipart): a form for the file, then a message that names it.</summary>
internal sealed class MediaEndpoints(Organization org, Gate gate, FormUploads files, FormMessages messages)
{
    private const string Route = "Media";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v2/media/upload", PostFileAsync);
        routes.MapPost("/api/v2/conversations/messages", PostMessageAsync);
    }

    private async Task PostFileAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context, [], ["media:upload"]) || await FormUploads.ReadAsync(context) is not { } form || await files.StoreAsync(context, form, Route, Conversation.None) is not { } upload)
        {
            return;
        }

        await Wire.ReplyAsync(context, new { mediaUri = $"media://sandbox/{upload.Id}", fileName = upload.FileName, fileSize = upload.Length, mimeType = upload.ContentType });
    }

    private async Task PostMessageAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context, [], ["conversation:send"]) || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        if (org.Conversations.Find(context.Request.Query["conversationId"].ToString()) is not { } conversation)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The conversation was not found.", entity: "conversation");
            return;
        }

        if (await Ended.RefuseAsync(context, conversation))
        {
            return;
        }

        var uris = (body["attachments"] as JsonArray ?? []).OfType<JsonObject>().Select(item => item.Text("mediaUri") ?? "").ToList();
        var uploads = uris.Select(uri => org.Uploads.Find(uri.Split('/')[^1])).ToList();
        if (uris.Count == 0 || uris.Distinct(StringComparer.Ordinal).Count() != uris.Count || uploads.Exists(upload => upload is not { Used: false } || !upload.BelongsTo(Route, Conversation.None)))
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", "attachments must hold media URIs that were not sent before.", field: "attachments");
            return;
        }

        await messages.SendAsync(context, Route, conversation, body.Text("text"), [.. uploads.OfType<Upload>()], 200);
    }
}
