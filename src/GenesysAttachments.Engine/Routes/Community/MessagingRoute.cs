using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>
/// The community guide's messaging calls (docs/protocol.md, Messaging): open, put, send. Not in the published API; a 404 says so and names the
/// routes that are.
/// </summary>
/// <param name="api">The org.</param>
/// <param name="storage">The storage.</param>
/// <param name="time">Clock.</param>
internal sealed class MessagingRoute(OrgApi api, StorageClient storage, TimeProvider time) : IRoute
{
    /// <summary>The guide gives 5 to 10 minutes; the shorter is believed when the URL itself says nothing.</summary>
    private static readonly TimeSpan UrlLife = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public int RequestsPerFile => 2; // Upload URL and message.

    /// <inheritdoc/>
    public async Task<UploadUrl> OpenAsync(Attachment file, Target target, DeliveryOptions options, DeliveryState state, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Post,
            "api/v2/messaging/attachments/guest/upload-url",
            OrgCallKind.Repeatable,
            $"The upload URL for '{file.SentName}'",
            $"guest {target.GuestId} on channel {target.ChannelId}",
            "the scopes webchat:attachment:write and webchat:attachment:read",
            IsCommunity: true);
        var reply = await api.PostAsync(
            call,
            new MessagingUploadRequest(file.SentName, file.ContentType, file.Length),
            EngineJson.Default.MessagingUploadRequest,
            EngineJson.Default.MessagingUploadReply,
            options.MaximumRetryCount,
            cancellationToken).ConfigureAwait(false);
        var id = reply.AttachmentIdSnake ?? reply.AttachmentId;
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(reply.Url))
        {
            throw new GCException(ErrorIds.UploadInvalid, $"{call.What} came without an id or without a URL.");
        }

        if (reply.Method is { } method && !method.Equals("PUT", StringComparison.OrdinalIgnoreCase))
        {
            throw new GCException(ErrorIds.UploadInvalid, $"{call.What} asks to upload with {Redaction.Text(method)}; only PUT is known.");
        }

        state.AttachmentId = id;
        return new UploadUrl(reply.Url)
        {
            File = file,
            Target = target,
            Route = RouteNames.Messaging,
            AttachmentId = id,
            Headers = [.. reply.Headers ?? []],
            ExpiresAt = UploadUrl.ReadExpiry(reply.Url, time.GetUtcNow()) ?? time.GetUtcNow() + UrlLife,
        };
    }

    /// <inheritdoc/>
    public async Task<Uploaded> UploadAsync(Attachment file, Target target, UploadUrl? url, DeliveryOptions options, DeliveryState state, CancellationToken cancellationToken)
    {
        url ??= await OpenAsync(file, target, options, state, cancellationToken).ConfigureAwait(false);
        state.AttachmentId = url.AttachmentId;
        try
        {
            await storage.PutAsync(url, state, options.MaximumRetryCount, cancellationToken).ConfigureAwait(false);
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.UploadUrlExpired)
        {
            url = await OpenAsync(url.File, url.Target, options, state, cancellationToken).ConfigureAwait(false);
            await storage.PutAsync(url, state, options.MaximumRetryCount, cancellationToken).ConfigureAwait(false);
        }

        return Uploaded.To(url);
    }

    /// <inheritdoc/>
    public async Task SendAsync(Uploaded upload, MessageText? text, DeliveryOptions options, DeliveryState state, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Post,
            "api/v2/messaging/messages",
            OrgCallKind.Message,
            $"The message with '{upload.File.SentName}'",
            $"channel {upload.Target.ChannelId} or guest {upload.Target.GuestId}",
            "the scope message:send",
            IsCommunity: true);
        var body = new MessagingMessageRequest(
            new MessagingParty(upload.Target.ChannelId!),
            new MessagingParty(upload.Target.GuestId!),
            text?.Value,
            [new MessagingAttachment(upload.Id, upload.File.SentName, upload.File.ContentType, upload.File.Length)]);
        try
        {
            var reply = await api.PostAsync(
                call, body, EngineJson.Default.MessagingMessageRequest, EngineJson.Default.MessagingMessageReply, options.MaximumRetryCount, cancellationToken).ConfigureAwait(false);
            text?.MarkGone();
            (state.MessageId, state.MessageStatus, state.Created) = (reply.Id, reply.Status, reply.CreatedTime);
        }
        catch (GCException e) when (e.OutcomeUnknown)
        {
            text?.MarkGone();
            throw;
        }

        if (state.MessageStatus is "failed" or "rejected")
        {
            throw new GCException(ErrorIds.MessageRejected, $"{call.What} was taken and then given the status '{state.MessageStatus}'.");
        }
    }
}
