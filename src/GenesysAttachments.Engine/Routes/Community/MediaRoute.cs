using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>
/// The community guide's media service: post the file as a form, then the message that refers to it. An upload nobody refers to does no
/// harm, so it may be tried again.
/// </summary>
/// <param name="api">The org.</param>
internal sealed class MediaRoute(OrgApi api) : IRoute
{
    /// <inheritdoc/>
    public bool TakesSeveral => true;

    /// <inheritdoc/>
    public Task<UploadUrl> OpenAsync(Plan plan, CallContext context, CancellationToken cancellationToken) =>
        throw new GCException(ErrorIds.RouteHasNoUploadUrl, $"The {RouteNames.Media} route has no upload URL to hand out.");

    /// <inheritdoc/>
    public async Task<Uploaded> UploadAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var file = plan.File;
        var call = new OrgCall(
            HttpMethod.Post, "api/v2/media/upload", OrgCallKind.Repeatable, $"The upload of '{file.SentName}'", "the media service", CommunityScopes.InWords(CommunityScopes.MediaUpload), IsCommunity: true);
        var media = await api.PostFileAsync(call, file, RouteJson.Default.MediaUploadReply, context, cancellationToken).ConfigureAwait(false);
        if (media.MediaUri is null)
        {
            throw new GCException(ErrorIds.AnswerInvalid, $"{call.What} was answered without a media URI.");
        }

        CheckFits(media, file, context);
        context.Transfer.AttachmentId = media.MediaUri;
        context.Transfer.Verified = media.FileSize is null ? null : true;
        return new Uploaded(file, plan.Target, media.MediaUri);
    }

    // A service that looks at the content gives a type of its own; only one that cannot be meant for this file is another file.
    private static void CheckFits(MediaUploadReply media, Attachment file, CallContext context)
    {
        var type = media.MimeType is { } said ? ContentTypes.Bare(said) : file.ContentType;
        var shown = type.Length == 0 ? "no type" : context.Transfer.Mask.Show(type);
        if ((media.FileSize ?? file.Length) != file.Length || !(type == file.ContentType || SignatureTable.Default.AreKin(type, file.ContentType)))
        {
            throw new GCException(ErrorIds.UploadInvalid, string.Create(CultureInfo.InvariantCulture, $"The media service says it has {media.FileSize ?? file.Length:N0} bytes of {shown}; the file has {file.Length:N0} of {file.ContentType}."));
        }

        if (type != file.ContentType)
        {
            context.Transfer.Warn($"The media service has '{file.SentName}' under {shown} instead of {file.ContentType}; it may be shown or opened as such.");
        }
    }

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Uploaded> uploads, MessageText? text, CallContext context, CancellationToken cancellationToken)
    {
        var target = uploads[0].Target;
        var call = new OrgCall(
            HttpMethod.Post,
            $"api/v2/conversations/messages?conversationId={Uri.EscapeDataString(target.ConversationId!)}&conversationType=webmessaging",
            OrgCallKind.Message,
            Uploaded.NameOf(uploads),
            $"conversation {target.ConversationId}",
            CommunityScopes.InWords(CommunityScopes.ConversationSend),
            IsCommunity: true);
        var body = new MediaMessageRequest(text?.Value, [.. uploads.Select(upload => new MediaReference(upload.Id, upload.File.Name))]);
        await CommunityMessage.SendAsync(
            call, text, context.Transfer, api.PostAsync(call, body, RouteJson.Default.MediaMessageRequest, context, cancellationToken)).ConfigureAwait(false);
    }
}
