using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace GenesysAttachments.Sandbox;

/// <summary>The calls of the community guide that take a file as a form (docs/protocol.md, Media and Multipart).</summary>
internal sealed class FormEndpoints(SandboxState state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v2/media/upload", PostMediaAsync);
        routes.MapPost("/api/v2/conversations/messages", PostMediaMessageAsync);
        routes.MapPost("/api/v2/conversations/webmessaging/{conversationId}/messages", (HttpContext context, string conversationId) => PostFormAsync(context, () => state.Conversations.Find(conversationId)));
        routes.MapPost("/webmessaging/v1/conversations/{conversationId}/channels/{channelId}/messages", PostToChannelAsync);
        routes.MapPost("/api/v2/conversations/webmessaging/guests/{guestId}/messages", (HttpContext context, string guestId) => PostFormAsync(context, () => state.Conversations.FindByGuest(null, guestId)));
        routes.MapPost("/api/v2/conversations/webchat/messages", PostToWebchatAsync);
    }

    private async Task PostMediaAsync(HttpContext context)
    {
        if (!await state.OAuth.AdmitAsync(context, [], ["media:upload"]) || await ReadFormAsync(context) is not { } form || await StoreAsync(context, form, state.Nobody) is not { } upload)
        {
            return;
        }

        await Wire.ReplyAsync(context, new { mediaUri = $"media://sandbox/{upload.Id}", fileName = upload.FileName, fileSize = upload.Length, mimeType = upload.ContentType });
    }

    private async Task PostMediaMessageAsync(HttpContext context)
    {
        if (!await state.OAuth.AdmitAsync(context, [], ["conversation:send"]) || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        if (state.Conversations.Find(context.Request.Query["conversationId"].ToString()) is not { } conversation)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The conversation was not found.", entity: "conversation");
            return;
        }

        var uris = (body["attachments"] as JsonArray ?? []).OfType<JsonObject>().Select(item => item.Text("mediaUri") ?? "").ToList();
        var uploads = uris.Select(uri => state.Uploads.Find(uri.Split('/')[^1])).ToList();
        if (uris.Count != 1 || uploads[0] is not { Used: false } upload)
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", "attachments must hold one media URI that was not sent before.", field: "attachments");
            return;
        }

        await SendAsync(context, "Media", conversation, body.Text("text"), upload, 200);
    }

    private Task PostToChannelAsync(HttpContext context, string conversationId, string channelId) =>
        PostFormAsync(context, () => state.Conversations.Find(conversationId) is { } found && found.ChannelId == channelId ? found : null, form =>
            form["conversationId"] == conversationId && form["channelId"] == channelId && form["type"] == "file" && form["from"].Count == 1);

    private async Task PostToWebchatAsync(HttpContext context)
    {
        if (!await state.OAuth.AdmitAsync(context, [], ["webmessaging:send"]))
        {
            return;
        }

        if (context.Request.HasFormContentType)
        {
            await Wire.RefuseAsync(context, 415, "unsupported.media.type", "The media type 'multipart/form-data' is not supported.");
            return;
        }

        if (await Wire.ReadObjectAsync(context) is { } body)
        {
            state.Messages.Add(new SentMessage(state.Time.GetUtcNow(), "Multipart", "", body.Text("text"), []));
            await Wire.ReplyAsync(context, new { id = Guid.NewGuid().ToString(), status = "sent" }, 201);
        }
    }

    private async Task PostFormAsync(HttpContext context, Func<Conversation?> find, Func<IFormCollection, bool>? fieldsAreRight = null)
    {
        if (!await state.OAuth.AdmitAsync(context, [], ["webmessaging:send"]) || await ReadFormAsync(context) is not { } form)
        {
            return;
        }

        if (find() is not { } conversation)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The conversation, channel or guest was not found.", entity: "conversation");
        }
        else if (conversation.State != "connected")
        {
            await Wire.RefuseAsync(context, 409, "conflict", "The conversation is closed.");
        }
        else if (fieldsAreRight?.Invoke(form) == false)
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", "The form must repeat conversationId and channelId, and have type=file and from.", field: "channelId");
        }
        else if (await StoreAsync(context, form, conversation) is { } upload)
        {
            await SendAsync(context, "Multipart", conversation, form["text"].Count > 0 ? form["text"].ToString() : null, upload, 202);
        }
    }

    private static async Task<IFormCollection?> ReadFormAsync(HttpContext context)
    {
        var type = context.Request.ContentType ?? "";
        if (!type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            await Wire.RefuseAsync(context, 415, "unsupported.media.type", $"The media type '{type}' is not supported.");
            return null;
        }

        if (!type.Contains("boundary=", StringComparison.OrdinalIgnoreCase) || type.Contains("boundary=\"", StringComparison.OrdinalIgnoreCase))
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "The form needs a boundary, without quotes.");
            return null;
        }

        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            await Wire.RefuseAsync(context, 400, "bad.request", $"The form cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>Takes the form's one file in, or answers why not.</summary>
    private async Task<Upload?> StoreAsync(HttpContext context, IFormCollection form, Conversation conversation)
    {
        var file = form.Files.Count == 1 ? form.Files[0] : null;
        var rules = state.Policy.Inbound;
        (int Status, int? Code, string Message)? problem =
            file is not { Name: "file" } || !file.ContentDisposition.Contains("name=\"file\"; filename=\"", StringComparison.Ordinal) ? (400, null, "The form needs one part with name=\"file\"; filename=\"…\".")
            : file.Length == 0 ? (400, 4102, "File size is zero.")
            : file.Length > rules.MaxBytes ? (413, 4002, $"File is over the size limit. Maximum bytes: {rules.MaxBytes}")
            : state.Policy.Blocks(file.FileName) || !rules.Allows(file.ContentType) ? (400, 4001, $"File type {file.ContentType} not supported")
            : null;
        if (problem is { } found)
        {
            await Wire.RefuseAsync(context, found.Status, "invalid.value", found.Message, found.Code, "file");
            return null;
        }

        await using var bytes = file!.OpenReadStream();
        var upload = state.Uploads.Announce(conversation, file.FileName, file.ContentType, file.Length, allowed: true);
        (upload.Sha256, upload.Status) = (Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, context.RequestAborted)), "valid");
        return upload;
    }

    private async Task SendAsync(HttpContext context, string route, Conversation conversation, string? text, Upload upload, int status)
    {
        upload.Used = true;
        state.Messages.Add(new SentMessage(state.Time.GetUtcNow(), route, conversation.ConversationId, text, [upload.Sent]));
        await Wire.ReplyAsync(context, new { id = Guid.NewGuid().ToString(), status = "sent" }, status);
    }
}
