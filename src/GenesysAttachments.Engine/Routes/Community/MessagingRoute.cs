using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>
/// The community guide's messaging calls (docs/protocol.md, Messaging): open, put, send. Not in the published API; a 404 says so and names the
/// routes that are.
/// </summary>
/// <param name="api">The org.</param>
/// <param name="storage">The storage.</param>
internal sealed class MessagingRoute(OrgApi api, StorageClient storage) : IRoute
{
    /// <summary>The guide gives 5 to 10 minutes; the shorter is believed when the URL itself says nothing.</summary>
    private static readonly TimeSpan UrlLife = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public bool TakesSeveral => true;

    /// <inheritdoc/>
    public async Task<UploadUrl> OpenAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var (file, target) = (plan.File, plan.Target);
        var call = new OrgCall(
            HttpMethod.Post,
            "api/v2/messaging/attachments/guest/upload-url",
            OrgCallKind.Repeatable,
            $"The upload URL for '{file.SentName}'",
            $"guest {target.GuestId} on channel {target.ChannelId}",
            CommunityScopes.InWords(CommunityScopes.AttachmentWrite, CommunityScopes.AttachmentRead),
            IsCommunity: true);
        var reply = await api.PostAsync(
            call,
            new MessagingUploadRequest(file.SentName, file.ContentType, file.Length),
            RouteJson.Default.MessagingUploadRequest,
            RouteJson.Default.MessagingUploadReply,
            context,
            cancellationToken).ConfigureAwait(false);
        var id = reply.AttachmentIdSnake ?? reply.AttachmentId;
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(reply.Url))
        {
            throw new GCException(ErrorIds.UploadInvalid, $"{call.What} came without an id or without a URL.");
        }

        if (reply.Method is { } method && !method.Equals("PUT", StringComparison.OrdinalIgnoreCase))
        {
            throw new GCException(ErrorIds.UploadInvalid, $"{call.What} asks to upload with {context.Transfer.Mask.Show(method)}; only PUT is known.");
        }

        return storage.Admit(reply.Url, id, reply.Headers, file, target, RouteNames.Messaging, context.Transfer, UrlLife);
    }

    /// <inheritdoc/>
    public async Task<Uploaded> UploadAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var url = plan.Url ?? await OpenAsync(plan, context, cancellationToken).ConfigureAwait(false);
        context.Transfer.AttachmentId = url.AttachmentId;
        try
        {
            await storage.PutAsync(url, context, cancellationToken).ConfigureAwait(false);
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.UploadUrlExpired)
        {
            url = await OpenAsync(plan, context, cancellationToken).ConfigureAwait(false);
            await storage.PutAsync(url, context, cancellationToken).ConfigureAwait(false);
        }

        return Uploaded.To(url);
    }

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Uploaded> uploads, MessageText? text, CallContext context, CancellationToken cancellationToken)
    {
        var target = uploads[0].Target;
        var call = new OrgCall(
            HttpMethod.Post,
            "api/v2/messaging/messages",
            OrgCallKind.Message,
            Uploaded.NameOf(uploads),
            $"channel {target.ChannelId} or guest {target.GuestId}",
            CommunityScopes.InWords(CommunityScopes.MessageSend),
            IsCommunity: true);
        var body = new MessagingMessageRequest(
            new MessagingParty(target.ChannelId!),
            new MessagingParty(target.GuestId!),
            text?.Value,
            [.. uploads.Select(upload => new MessagingAttachment(upload.Id, upload.File.SentName, upload.File.ContentType, upload.File.Length))]);
        try
        {
            var reply = await api.PostAsync(
                call, body, RouteJson.Default.MessagingMessageRequest, RouteJson.Default.MessagingMessageReply, context, cancellationToken).ConfigureAwait(false);
            text?.MarkGone();
            (context.Transfer.MessageId, context.Transfer.MessageStatus, context.Transfer.Created) = (reply.Id, reply.Status, reply.CreatedTime);
        }
        catch (GCException e) when (e.OutcomeUnknown)
        {
            text?.MarkGone();
            throw;
        }

        if (context.Transfer.MessageStatus is "failed" or "rejected")
        {
            throw new GCException(ErrorIds.MessageRejected, $"{call.What} was taken and then given the status '{context.Transfer.MessageStatus}'.");
        }
    }
}
