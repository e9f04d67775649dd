using System.Text.Json.Nodes;
using Microsoft.AspNetCore.StaticFiles;

namespace GenesysAttachments.Sandbox;

/// <summary>The published platform API of an agent's messages (docs/protocol.md, Agent uploads).</summary>
internal sealed class AgentEndpoints(SandboxState state)
{
    private const string RefusedInNames = "\\{^}%`]\">[~<#|";
    private const int LongestText = 2000;
    private static readonly string[] Create = ["conversation:message:create", "conversation:webmessaging:create"];
    private static readonly string[] View = ["conversation:message:view", "conversation:webmessaging:view"];
    private static readonly FileExtensionContentTypeProvider Types = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        const string Leg = "/api/v2/conversations/messages/{conversationId}/communications/{communicationId}/messages";
        routes.MapGet("/api/v2/conversations", GetOwnConversationsAsync);
        routes.MapGet("/api/v2/conversations/{conversationId}", GetConversationAsync);
        routes.MapGet("/api/v2/conversations/messaging/supportedcontent/{profileId}", GetProfileAsync);
        routes.MapPost(Leg + "/media/uploads", PostUploadAsync);
        routes.MapGet(Leg + "/media/{mediaId}", GetMediaAsync);
        routes.MapPost(Leg, PostMessageAsync);
        routes.MapGet("/api/v2/conversations/messages/{conversationId}/messages/{messageId}", GetMessageAsync);
    }

    private async Task GetConversationAsync(HttpContext context, string conversationId)
    {
        if (!await state.OAuth.AdmitAsync(context, ["conversation:communication:view"], []))
        {
            return;
        }

        if (state.Conversations.Find(conversationId) is { } conversation)
        {
            await Wire.ReplyAsync(context, state.Conversations.Describe(conversation, state.AgentMessages.Tell(conversationId)));
            return;
        }

        await Wire.RefuseAsync(context, 404, "not.found", "The requested resource was not found.", entity: "conversation");
    }

    // The logged-in user's: a client without a user has none, and is refused (docs/protocol.md, Sign-in).
    private async Task GetOwnConversationsAsync(HttpContext context)
    {
        if (!await state.OAuth.AdmitAsync(context, ["conversation:communication:view"], []))
        {
            return;
        }

        if (!state.OAuth.IsUser(context))
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "This request requires a user context. Client credentials cannot be used for requests to this resource.");
            return;
        }

        var entities = state.Conversations.Connected.Select(conversation => (JsonNode)state.Conversations.Describe(conversation, state.AgentMessages.Tell(conversation.ConversationId)));
        await Wire.ReplyAsync(context, new JsonObject { ["entities"] = new JsonArray([.. entities]), ["selfUri"] = "/api/v2/conversations" });
    }

    private async Task GetProfileAsync(HttpContext context, string profileId)
    {
        if (!await state.OAuth.AdmitAsync(context, ["messaging:supportedContent:view"], []))
        {
            return;
        }

        if (profileId != "default" && profileId != state.ProfileId)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested profile was not found.", entity: "supportedContent");
            return;
        }

        await Wire.ReplyAsync(context, new
        {
            id = state.ProfileId,
            name = "Sandbox profile",
            mediaTypes = new { allow = new { inbound = state.Policy.Inbound.FileTypes, outbound = state.Policy.Outbound.FileTypes } },
            selfUri = $"/api/v2/conversations/messaging/supportedcontent/{state.ProfileId}",
        });
    }

    private async Task PostUploadAsync(HttpContext context, string conversationId, string communicationId)
    {
        if (await FindLegAsync(context, Create, conversationId, communicationId, mustBeOpen: true) is not { } conversation
            || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        var name = body.Text("fileName") ?? "";
        if (name.Length == 0 || name.StartsWith('.') || name.EndsWith('/') || name.Any(c => char.IsWhiteSpace(c) || RefusedInNames.Contains(c, StringComparison.Ordinal)))
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", $"The file name '{name}' is not allowed.", 4004, field: "fileName");
            return;
        }

        if (state.Policy.Blocks(name))
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", $"File extension {Path.GetExtension(name)} is blocked.", 4001, field: "fileName");
            return;
        }

        if (body.Number("contentLengthBytes") is not (> 0 and var length))
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", "contentLengthBytes must be greater than 0.", 4102, field: "contentLengthBytes");
            return;
        }

        if (length > state.Policy.Outbound.MaxBytes)
        {
            await Wire.RefuseAsync(context, 413, "request.entity.too.large", $"The request is over the size limit. Maximum bytes: {state.Policy.Outbound.MaxBytes}", 4002);
            return;
        }

        var type = Types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        var upload = state.Uploads.Announce(conversation, name, type, length, state.Policy.Outbound.Allows(type));
        var tags = new Dictionary<string, string> { ["x-amz-tagging"] = $"organizationId={state.OrganizationId}&originPlatform=PureCloud&role=agent&owner={conversationId}" };
        if (body.Text("contentMd5") is { } md5)
        {
            tags["Content-MD5"] = md5;
        }

        var signed = tags.Append(new("Content-Length", $"{length}"));
        await Wire.ReplyAsync(context, new
        {
            id = upload.Id,
            name,
            uploadUrl = state.Store.Presign(SandboxState.BaseUrl(context), upload.Key, signed),
            uploadHeaders = tags,
            selfUri = $"{context.Request.Path.Value!.Replace("/uploads", "", StringComparison.Ordinal)}/{upload.Id}",
        });
    }

    private async Task GetMediaAsync(HttpContext context, string conversationId, string communicationId, string mediaId)
    {
        if (await FindLegAsync(context, View, conversationId, communicationId, mustBeOpen: false) is not { } conversation)
        {
            return;
        }

        if (state.Uploads.Find(mediaId) is not { } upload || upload.Conversation != conversation)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested media was not found.", entity: "media");
            return;
        }

        await Wire.ReplyAsync(context, new
        {
            id = upload.Id,
            name = upload.FileName,
            url = $"https://sandbox.invalid/downloads/{upload.Id}",
            mediaType = upload.ContentType,
            contentLengthBytes = upload.Length,
            status = upload.Status,
            conversationId,
            communicationId,
            selfUri = context.Request.Path.Value,
        });
    }

    private async Task PostMessageAsync(HttpContext context, string conversationId, string communicationId)
    {
        if (await FindLegAsync(context, Create, conversationId, communicationId, mustBeOpen: true) is not { } conversation
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
            upload = media.Count == 1 ? state.Uploads.Find(media[0]) : null;
            if (upload is null || upload.Conversation != conversation || upload.Status != "valid" || upload.Used)
            {
                await Wire.RefuseAsync(context, 400, "invalid.value", "mediaIds must hold one id of a valid upload of this conversation that was not sent before.", upload is null ? 4009 : 4010, field: "mediaIds");
                return;
            }

            upload.Used = true;
        }

        var now = state.Time.GetUtcNow();
        state.Messages.Add(new SentMessage(now, "Agent", conversationId, text, upload is null ? [] : [upload.Sent]));
        await Wire.ReplyAsync(context, state.AgentMessages.Add(conversation, now, text, upload));
    }

    private async Task GetMessageAsync(HttpContext context, string conversationId, string messageId)
    {
        if (!await state.OAuth.AdmitAsync(context, View, []))
        {
            return;
        }

        if (state.AgentMessages.Find(messageId) is { } message && message.Text("conversationId") == conversationId)
        {
            await Wire.ReplyAsync(context, message);
            return;
        }

        await Wire.RefuseAsync(context, 404, "not.found", "The requested message was not found.", entity: "message");
    }

    private async Task<Conversation?> FindLegAsync(HttpContext context, string[] permissions, string conversationId, string communicationId, bool mustBeOpen)
    {
        if (!await state.OAuth.AdmitAsync(context, permissions, []))
        {
            return null;
        }

        var conversation = state.Conversations.Find(conversationId);
        if (conversation is null || !conversation.CommunicationId.Equals(communicationId, StringComparison.OrdinalIgnoreCase))
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested conversation or communication was not found.", entity: "conversation");
            return null;
        }

        switch (mustBeOpen ? conversation.State : "connected")
        {
            case "disconnected":
                await Wire.RefuseAsync(context, 403, "not.authorized", "The communication is disconnected.");
                return null;
            case "closed":
                await Wire.RefuseAsync(context, 409, "conflict", "The conversation is closed.");
                return null;
            default:
                return conversation;
        }
    }
}
