using System.Text.Json.Nodes;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>
/// The published web messaging API (docs/protocol.md, Guest): ask for a URL, put, wait for the upload event, send the message, wait for
/// its echo. A broken socket starts again what was not uploaded, and sends what was.
/// </summary>
/// <param name="guest">The guest.</param>
/// <param name="storage">The storage.</param>
internal sealed class GuestRoute(GuestSession guest, StorageClient storage) : IRoute
{
    private const int Restarts = 5;
    private static readonly TimeSpan EventLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DeleteLimit = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public Task<UploadUrl> OpenAsync(Plan plan, CallContext context, CancellationToken cancellationToken) =>
        AgainWhenLostAsync(socket => OpenAsync(socket, plan, context, cancellationToken), context, cancellationToken);

    /// <inheritdoc/>
    public Task<Uploaded> UploadAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var url = plan.Url;
        return AgainWhenLostAsync(
            async socket =>
            {
                // What was uploading when the socket broke starts over: nobody would tell how its old upload ended.
                var place = Interlocked.Exchange(ref url, null) ?? await OpenAsync(socket, plan, context, cancellationToken).ConfigureAwait(false);
                return Uploaded.To(await UploadAsync(socket, plan, place, context, cancellationToken).ConfigureAwait(false));
            },
            context,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Uploaded> uploads, MessageText? text, CallContext context, CancellationToken cancellationToken)
    {
        var upload = uploads[0];
        var what = $"The message with '{upload.File.SentName}'";
        var started = guest.Time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            var socket = await guest.ConnectAsync(context, cancellationToken).ConfigureAwait(false);
            var frame = Message(upload, text);
            using var traced = socket.Expect(frame["tracingId"]!.ToString());
            using var echoed = socket.Expect("echo:" + upload.Id);
            using var trace = guest.Exchange.Trace("onMessage", what, context);
            context.Transfer.Count(again: attempt > 0);
            try
            {
                await guest.Exchange.SendAsync(socket, frame, isMessage: true, context, cancellationToken).ConfigureAwait(false);
            }
            catch (GuestConnectionLostException) when (attempt < Restarts)
            {
                if (await WasSentAsync(upload, text, what, context, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                context.Transfer.MayHaveSent = false;
                context.Marks?.Withdrawn();
                continue;
            }

            GuestFrame? echo = null;
            try
            {
                var first = await Task.WhenAny(traced.Frame, echoed.Frame).WaitAsync(GuestExchange.AnswerLimit, guest.Time, cancellationToken).ConfigureAwait(false);
                echo = await first.ConfigureAwait(false);
                trace.Answered(echo.Class, echo.KnownClass);
                if (echo.Class == "TooManyRequestsErrorMessage" && attempt < Restarts)
                {
                    context.Transfer.MayHaveSent = false;
                    context.Marks?.Withdrawn();
                    continue; // Refused for its pace: it was not taken, and the pace has been paused.
                }

                if (GuestErrors.From(echo, what) is { } refused)
                {
                    throw attempt < Restarts ? refused : refused.AfterAttempts(attempt + 1, guest.Time.GetElapsedTime(started));
                }

                text?.MarkGone();
                Take(echo.Body is { } body ? GuestMessages.AttachmentOf(body) : null, upload, context.Transfer);
                (context.Transfer.MessageId, context.Transfer.MessageStatus) = (echo.Field("id"), "sent");
                return;
            }
            catch (GuestConnectionLostException) when (attempt < Restarts)
            {
                if (await WasSentAsync(upload, text, what, context, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                context.Transfer.MayHaveSent = false;
                context.Marks?.Withdrawn();
            }
            catch (TimeoutException)
            {
                if (await WasSentAsync(upload, text, what, context, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                text?.MarkGone();
                throw Unknown(what, $"no echo came within {GuestExchange.AnswerLimit.TotalSeconds:0} s.", null);
            }
            catch (GCException ended) when (echo is null)
            {
                // The session ended before the echo: the message had left by then.
                text?.MarkGone();
                throw Unknown(what, ended.Message, ended);
            }
            catch (Exception e) when (e is GuestConnectionLostException || (e is not GCException && cancellationToken.IsCancellationRequested))
            {
                text?.MarkGone();
                throw Unknown(what, "the wait for its echo was cut short.", e);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> FindAsync(SoughtMessage sought, CallContext context, CancellationToken cancellationToken)
    {
        // Of another guest the history is another.
        var history = sought.AttachmentId is null ? [] : await guest.ReadHistoryAsync(context, cancellationToken).ConfigureAwait(false);
        if (!history.Any(attachment => attachment.Id == sought.AttachmentId))
        {
            return false;
        }

        context.Transfer.MessageStatus = "sent";
        return true;
    }

    /// <inheritdoc/>
    public async Task AbandonAsync(Uploaded upload, CallContext context)
    {
        using var limit = new CancellationTokenSource(DeleteLimit, guest.Time);
        try
        {
            var socket = await guest.ConnectAsync(context, limit.Token).ConfigureAwait(false);
            var frame = GuestRequests.Of("deleteAttachment");
            frame["attachmentId"] = upload.Id;
            await guest.Exchange.SendAsync(socket, frame, isMessage: false, context, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is GCException or GuestConnectionLostException or OperationCanceledException)
        {
            // Tidying up only: an upload that nobody refers to is dropped by the service in the end.
        }
    }

    private async Task<UploadUrl> OpenAsync(GuestSocket socket, Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var file = plan.File;
        var id = Guid.NewGuid().ToString();
        var frame = GuestRequests.Of("onAttachment");
        (frame["attachmentId"], frame["fileName"], frame["fileType"], frame["fileSize"], frame["errorsAsJson"]) = (id, file.SentName, file.ContentType, file.Length, true);
        var what = $"The upload URL for '{file.SentName}'";
        var answer = await guest.Exchange.AskAsync(socket, frame, context, cancellationToken, id).ConfigureAwait(false);
        if (GuestErrors.From(answer, what) is { } refused)
        {
            throw refused;
        }

        if (answer.Class != "PresignedUrlResponse" || answer.Field("url") is not { Length: > 0 } url || answer.AttachmentId is not { Length: > 0 } given)
        {
            throw new GCException(ErrorIds.UploadInvalid, $"{what} came without an id or without a URL.");
        }

        if (!IdConverter.IsId(given))
        {
            throw new GCException(ErrorIds.AnswerInvalid, $"{what} came with an id that is none.");
        }

        return storage.Admit(url, given, answer.Texts("headers"), file, plan.Target, RouteNames.Guest, context.Transfer);
    }

    private async Task<UploadUrl> UploadAsync(GuestSocket socket, Plan plan, UploadUrl url, CallContext context, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            // Registered before the PUT: the event may come before the PUT's own answer.
            using var outcome = socket.Expect(url.AttachmentId, not: "PresignedUrlResponse");
            context.Transfer.AttachmentId = url.AttachmentId;
            try
            {
                await storage.PutAsync(url, context, cancellationToken).ConfigureAwait(false);
            }
            catch (GCException e) when (e.ErrorId == ErrorIds.UploadUrlExpired && isFirst)
            {
                url = await OpenAsync(socket, plan, context, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var answer = await guest.Exchange.WaitAsync(outcome.Frame, EventLimit, cancellationToken).ConfigureAwait(false)
                ?? throw new GCException(ErrorIds.UploadTimeout, $"No event told how the upload of '{url.File.SentName}' ended, within {EventLimit.TotalSeconds:0} s.");
            return answer.Class == "UploadSuccessEvent" ? url
                : throw GuestErrors.From(answer, $"The upload of '{url.File.SentName}'") ?? new GCException(ErrorIds.AnswerInvalid, $"The service told of the upload of '{url.File.SentName}' with {answer.Class}.");
        }
    }

    private async Task<T> AgainWhenLostAsync<T>(Func<GuestSocket, Task<T>> work, CallContext context, CancellationToken cancellationToken)
    {
        var started = guest.Time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            context.Transfer.Count(again: attempt > 0);
            try
            {
                return await work(await guest.ConnectAsync(context, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (GuestConnectionLostException e) when (attempt >= Restarts)
            {
                throw (e.InnerException as GCException ?? new GCException(ErrorIds.ConnectionReset, "The guest socket kept breaking.", e)).AfterAttempts(attempt + 1, guest.Time.GetElapsedTime(started));
            }
            catch (GCException e) when (e.ServerCode == "4029" && attempt >= Restarts)
            {
                throw e.AfterAttempts(attempt + 1, guest.Time.GetElapsedTime(started));
            }
            catch (GCException e) when (e.ServerCode == "4029" && attempt < Restarts)
            {
                // The pace has been paused; the next frame waits for its turn.
            }
            catch (GuestConnectionLostException) when (!cancellationToken.IsCancellationRequested)
            {
                // Opened again by the next round.
            }
        }
    }

    /// <summary>Whether the conversation holds the attachment: settles a message whose echo was lost.</summary>
    private async Task<bool> WasSentAsync(Uploaded upload, MessageText? text, string what, CallContext context, CancellationToken cancellationToken)
    {
        try
        {
            var history = await guest.ReadHistoryAsync(context, cancellationToken).ConfigureAwait(false);
            if (history.FirstOrDefault(attachment => attachment.Id == upload.Id) is not { } found)
            {
                return false;
            }

            text?.MarkGone();
            Take(found, upload, context.Transfer);
            context.Transfer.MessageStatus = "sent";
            return true;
        }
        catch (Exception e) when (e is GCException or AttemptFailure or GuestConnectionLostException or System.Text.Json.JsonException || cancellationToken.IsCancellationRequested)
        {
            text?.MarkGone();
            throw Unknown(what, "its echo was lost and the conversation could not be read.", e);
        }
    }

    private static void Take(GuestAttachment? found, Uploaded upload, Transfer transfer) =>
        transfer.Verified = found?.Sha256 is { } hash ? hash.Equals(transfer.Sha256, StringComparison.OrdinalIgnoreCase) && (found.Size ?? upload.File.Length) == upload.File.Length : null;

    private JsonObject Message(Uploaded upload, MessageText? text)
    {
        var message = new JsonObject { ["type"] = "Text" };
        if (text is not null)
        {
            message["text"] = text.Value;
        }

        message["content"] = new JsonArray(new JsonObject { ["contentType"] = "Attachment", ["attachment"] = new JsonObject { ["id"] = upload.Id } });
        if (guest.Synthetic)
        {
            message["channel"] = new JsonObject { ["metadata"] = new JsonObject { ["customAttributes"] = new JsonObject { ["synthetic"] = "true" } } };
        }

        var frame = GuestRequests.Of("onMessage");
        frame["message"] = message;
        return frame;
    }

    private static GCException Unknown(string what, string reason, Exception? cause) =>
        new(ErrorIds.MessageOutcomeUnknown, $"{what} may have been sent: {reason}", cause) { StopsBatch = cause is GCException { StopsBatch: true } };
}
