using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Storage;

namespace GenesysAttachments.Sandbox.Messaging;

/// <summary>The messaging calls that a community guide describes (docs/protocol.md, Messaging).</summary>
internal sealed class MessagingEndpoints(Organization org, Gate gate, UrlSigner signer)
{
    private const string Route = "Messaging";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v2/messaging/attachments/guest/upload-url", PostUploadUrlAsync);
        routes.MapPost("/api/v2/messaging/messages", PostMessageAsync);
    }

    private async Task PostUploadUrlAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context, [], ["webchat:attachment:write", "webchat:attachment:read"]) || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        var (name, type, size) = (body.Text("fileName") ?? "", body.Text("contentType") ?? "", body.Number("size") ?? 0);
        if (FileProblem.OfInbound(org.Policy, name, type, size) is { } problem)
        {
            var field = problem.Part switch { "name" => "fileName", "type" => "contentType", _ => "size" };
            await Wire.RefuseAsync(context, problem.Status, "invalid.value", problem.Message, problem.Code, field);
            return;
        }

        // The guide names no guest in this call, so the upload belongs to whoever sends it.
        var upload = org.Uploads.Announce(Route, Conversation.None, name, type, size, allowed: true);
        var headers = new Dictionary<string, string> { ["Content-Type"] = type, ["x-amz-tagging"] = $"organizationId={org.Id}&role=guest" };
        await Wire.ReplyAsync(context, new
        {
            url = signer.Presign(Wire.BaseUrl(context), upload.Key, headers.Append(new("Content-Length", $"{size}"))),
            method = "PUT",
            attachment_id = upload.Id,
            headers,
        });
    }

    private async Task PostMessageAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context, [], ["message:send"]) || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        var (channel, guest) = ((body["to"] as JsonObject)?.Text("id") ?? "", (body["from"] as JsonObject)?.Text("id") ?? "");
        if (org.Conversations.FindByGuest(channel, guest) is not { } conversation)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The channel or guest was not found.", entity: "channel");
            return;
        }

        if (await Ended.RefuseAsync(context, conversation))
        {
            return;
        }

        var sent = new List<Upload>();
        foreach (var item in body["attachments"] as JsonArray ?? [])
        {
            var attachment = item as JsonObject ?? [];
            var upload = org.Uploads.Find(attachment.Text("id") ?? "");
            (int Code, string Message)? problem =
                upload?.BelongsTo(Route, Conversation.None) != true ? (4009, "Attachment not found.")
                : upload.Status != "valid" || upload.Used ? (4010, "Attachment has not been uploaded, or was sent before.")
                : attachment.Number("size") != upload.Length || attachment.Text("contentType") != upload.ContentType || attachment.Text("name") != upload.FileName ? (4003, "Name, size and type must equal what was uploaded.")
                : null;
            if (problem is { } found)
            {
                await Wire.RefuseAsync(context, 400, "invalid.value", found.Message, found.Code, "attachments");
                return;
            }

            sent.Add(upload!);
        }

        if (sent.Count == 0 && string.IsNullOrEmpty(body.Text("text")))
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "A message needs a text or an attachment.", field: "text");
            return;
        }

        sent.ForEach(upload => upload.Used = true);
        var message = new OrgMessage { At = org.Time.GetUtcNow(), Route = Route, Conversation = conversation, IsInbound = true, Text = body.Text("text"), Uploads = sent };
        org.Messages.Add(message);
        await Wire.ReplyAsync(context, new { id = message.Id, status = "sent", created_time = message.At });
    }
}
