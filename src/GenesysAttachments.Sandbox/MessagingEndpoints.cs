using System.Text.Json.Nodes;

namespace GenesysAttachments.Sandbox;

/// <summary>The messaging calls that a community guide describes (docs/protocol.md, Messaging).</summary>
internal sealed class MessagingEndpoints(SandboxState state)
{
    private const int LongestName = 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v2/messaging/attachments/guest/upload-url", PostUploadUrlAsync);
        routes.MapPost("/api/v2/messaging/messages", PostMessageAsync);
    }

    private async Task PostUploadUrlAsync(HttpContext context)
    {
        if (!await state.OAuth.AdmitAsync(context, [], ["webchat:attachment:write", "webchat:attachment:read"]) || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        var (name, type, rules) = (body.Text("fileName") ?? "", body.Text("contentType") ?? "", state.Policy.Inbound);
        var size = body.Number("size") ?? 0;
        (int Status, int Code, string Message, string Field)? problem =
            Path.GetExtension(name).Length < 2 || name.Any(char.IsControl) ? (400, 4004, $"File name '{name}' is invalid.", "fileName")
            : name.Length >= LongestName ? (400, 4005, "File name is too long.", "fileName")
            : state.Policy.Blocks(name) ? (400, 4001, $"File extension {Path.GetExtension(name)} is blocked.", "fileName")
            : type.Contains(';', StringComparison.Ordinal) || !type.Contains('/', StringComparison.Ordinal) || !rules.Allows(type) ? (400, 4001, $"File type {type} not supported", "contentType")
            : size <= 0 ? (400, 4102, "File size is zero.", "size")
            : size > rules.MaxBytes ? (413, 4002, $"File is over the size limit. Maximum bytes: {rules.MaxBytes}", "size")
            : null;
        if (problem is { } found)
        {
            await Wire.RefuseAsync(context, found.Status, "invalid.value", found.Message, found.Code, found.Field);
            return;
        }

        // The guide names no guest in this call, so the upload belongs to whoever sends it.
        var upload = state.Uploads.Announce(state.Nobody, name, type, size, allowed: true);
        var headers = new Dictionary<string, string> { ["Content-Type"] = type, ["x-amz-tagging"] = $"organizationId={state.OrganizationId}&role=guest" };
        await Wire.ReplyAsync(context, new
        {
            url = state.Store.Presign(SandboxState.BaseUrl(context), upload.Key, headers.Append(new("Content-Length", $"{size}"))),
            method = "PUT",
            attachment_id = upload.Id,
            headers,
        });
    }

    private async Task PostMessageAsync(HttpContext context)
    {
        if (!await state.OAuth.AdmitAsync(context, [], ["message:send"]) || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        var (channel, guest) = ((body["to"] as JsonObject)?.Text("id") ?? "", (body["from"] as JsonObject)?.Text("id") ?? "");
        if (state.Conversations.FindByGuest(channel, guest) is not { } conversation)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The channel or guest was not found.", entity: "channel");
            return;
        }

        if (conversation.State != "connected")
        {
            await Wire.RefuseAsync(context, 409, "conflict", "The conversation is closed.");
            return;
        }

        var sent = new List<Upload>();
        foreach (var item in body["attachments"] as JsonArray ?? [])
        {
            var attachment = item as JsonObject ?? [];
            if (state.Uploads.Find(attachment.Text("id") ?? "") is not { } upload || upload.Conversation != state.Nobody)
            {
                await Wire.RefuseAsync(context, 400, "invalid.value", "Attachment not found.", 4009, "attachments");
                return;
            }

            if (upload.Status != "valid" || upload.Used)
            {
                await Wire.RefuseAsync(context, 400, "invalid.value", "Attachment has not been uploaded, or was sent before.", 4010, "attachments");
                return;
            }

            if (attachment.Number("size") != upload.Length || attachment.Text("contentType") != upload.ContentType || attachment.Text("name") != upload.FileName)
            {
                await Wire.RefuseAsync(context, 400, "invalid.value", "Name, size and type must equal what was uploaded.", 4003, "attachments");
                return;
            }

            sent.Add(upload);
        }

        if (sent.Count == 0 && string.IsNullOrEmpty(body.Text("text")))
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "A message needs a text or an attachment.", field: "text");
            return;
        }

        sent.ForEach(upload => upload.Used = true);
        var now = state.Time.GetUtcNow();
        state.Messages.Add(new SentMessage(now, "Messaging", conversation.ConversationId, body.Text("text"), [.. sent.Select(upload => upload.Sent)]));
        await Wire.ReplyAsync(context, new { id = Guid.NewGuid().ToString(), status = "sent", created_time = now });
    }
}
