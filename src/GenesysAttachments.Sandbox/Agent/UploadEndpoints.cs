using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Storage;
using Microsoft.AspNetCore.StaticFiles;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>Uploads of a leg (docs/protocol.md, Agent uploads): announced, then asked for until they are usable.</summary>
internal sealed class UploadEndpoints(Organization org, Legs legs, UrlSigner signer)
{
    private const string RefusedInNames = "\\{^}%`]\">[~<#|";
    private static readonly FileExtensionContentTypeProvider Types = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Legs.Path + "/media/uploads", PostAsync);
        routes.MapGet(Legs.Path + "/media", ListAsync);
        routes.MapGet(Legs.Path + "/media/{mediaId}", GetAsync);
    }

    private async Task PostAsync(HttpContext context, string conversationId, string communicationId)
    {
        if (await legs.FindAsync(context, Permissions.CreateMessages, conversationId, communicationId, mustBeOpen: true) is not { } conversation
            || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        var (name, length) = (body.Text("fileName") ?? "", body.Number("contentLengthBytes") ?? 0);
        if (Check(name, length) is { } problem)
        {
            var field = problem.Part == "name" ? "fileName" : "contentLengthBytes";
            await Wire.RefuseAsync(context, problem.Status, problem.Status == 413 ? "request.entity.too.large" : "invalid.value", problem.Message, problem.Code, field);
            return;
        }

        var type = Types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        var upload = org.Uploads.Announce(Legs.Route, conversation, name, type, length, org.Policy.Outbound.Allows(type));
        var headers = new Dictionary<string, string> { ["x-amz-tagging"] = $"organizationId={org.Id}&originPlatform=PureCloud&role=agent&owner={conversationId}" };
        if (body.Text("contentMd5") is { } md5)
        {
            headers["Content-MD5"] = md5;
        }

        await Wire.ReplyAsync(context, new
        {
            id = upload.Id,
            name,
            uploadUrl = signer.Presign(Wire.BaseUrl(context), upload.Key, headers.Append(new("Content-Length", $"{length}"))),
            uploadHeaders = headers,
            selfUri = $"{context.Request.Path.Value!.Replace("/uploads", "", StringComparison.Ordinal)}/{upload.Id}",
        });
    }

    private FileProblem? Check(string name, long length) =>
        name.Length == 0 || name.StartsWith('.') || name.EndsWith('/') || name.Any(c => char.IsWhiteSpace(c) || RefusedInNames.Contains(c, StringComparison.Ordinal))
            ? new(4004, $"The file name '{name}' is not allowed.", "name")
        : org.Policy.Blocks(name) ? new(4001, $"File extension {Path.GetExtension(name)} is blocked.", "name")
        : length <= 0 ? new(4102, "contentLengthBytes must be greater than 0.", "size")
        : length > org.Policy.Outbound.MaxBytes ? new(4002, $"The request is over the size limit. Maximum bytes: {org.Policy.Outbound.MaxBytes}", "size")
        : null;

    private async Task GetAsync(HttpContext context, string conversationId, string communicationId, string mediaId)
    {
        if (await legs.FindAsync(context, Permissions.ViewMessages, conversationId, communicationId, mustBeOpen: false) is not { } conversation)
        {
            return;
        }

        if (org.Uploads.Find(mediaId) is not { } upload || !upload.BelongsTo(Legs.Route, conversation))
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested media was not found.", entity: "media");
            return;
        }

        await Wire.ReplyAsync(context, Describe(context, upload));
    }

    /// <summary>The uploads of a leg, newest first.</summary>
    private async Task ListAsync(HttpContext context, string conversationId, string communicationId)
    {
        if (await legs.FindAsync(context, Permissions.ViewMedia, conversationId, communicationId, mustBeOpen: false) is not { } conversation)
        {
            return;
        }

        if (MediaPage.Read(context.Request) is not { } page)
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", "status is uploading, valid or invalid, pageNumber 1 or more, pageSize 1 to 100.");
            return;
        }

        var (uploads, total) = org.Uploads.List(Legs.Route, conversation, page.Status, page.Skip, page.Size);
        await Wire.ReplyAsync(context, page.Answer(uploads.Select(upload => Describe(context, upload)), total));
    }

    private JsonObject Describe(HttpContext context, Upload upload) => new()
    {
        ["id"] = upload.Id,
        ["name"] = upload.FileName,
        ["url"] = DownloadUrl.Of(Wire.BaseUrl(context), org.Downloads.IdOf(upload)),
        ["mediaType"] = upload.ContentType,
        ["contentLengthBytes"] = upload.Length,
        ["status"] = upload.Status,
        ["conversationId"] = upload.Conversation.ConversationId,
        ["communicationId"] = upload.Conversation.CommunicationId,
        ["selfUri"] = $"/api/v2/conversations/messages/{upload.Conversation.ConversationId}/communications/{upload.Conversation.CommunicationId}/messages/media/{upload.Id}",
    };
}
