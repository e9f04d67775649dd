using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
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
    public Task<UploadUrl> OpenAsync(Plan plan, CallContext context, CancellationToken cancellationToken) =>
        throw new GCException(ErrorIds.RouteHasNoUploadUrl, $"The {RouteNames.Media} route has no upload URL to hand out.");

    /// <inheritdoc/>
    public async Task<Uploaded> UploadAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var file = plan.File;
        var call = new OrgCall(
            HttpMethod.Post, "api/v2/media/upload", OrgCallKind.Repeatable, $"The upload of '{file.SentName}'", "the media service", "the scope media:upload", IsCommunity: true);
        var media = await api.PostFileAsync(call, file, RouteJson.Default.MediaUploadReply, context, cancellationToken).ConfigureAwait(false);
        if (media.MediaUri is null)
        {
            throw new GCException(ErrorIds.AnswerInvalid, $"{call.What} was answered without a media URI.");
        }

        if ((media.FileSize ?? file.Length) != file.Length || (media.MimeType is { } type && ContentTypes.Bare(type) != file.ContentType))
        {
            throw new GCException(ErrorIds.UploadInvalid, string.Create(CultureInfo.InvariantCulture, $"The media service says it has {media.FileSize:N0} bytes of {context.Transfer.Mask.Show(media.MimeType ?? "")}; the file has {file.Length:N0} of {file.ContentType}."));
        }

        context.Transfer.AttachmentId = media.MediaUri;
        context.Transfer.Verified = media.FileSize is null ? null : true;
        return new Uploaded(file, plan.Target, media.MediaUri);
    }

    /// <inheritdoc/>
    public async Task SendAsync(Uploaded upload, MessageText? text, CallContext context, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Post,
            $"api/v2/conversations/messages?conversationId={Uri.EscapeDataString(upload.Target.ConversationId!)}&conversationType=webmessaging",
            OrgCallKind.Message,
            $"The message with '{upload.File.SentName}'",
            $"conversation {upload.Target.ConversationId}",
            "the scope conversation:send",
            IsCommunity: true);
        var body = new MediaMessageRequest(text?.Value, [new MediaReference(upload.Id, upload.File.Name)]);
        await CommunityMessage.SendAsync(
            call, text, context.Transfer, api.PostAsync(call, body, RouteJson.Default.MediaMessageRequest, context, cancellationToken)).ConfigureAwait(false);
    }
}
