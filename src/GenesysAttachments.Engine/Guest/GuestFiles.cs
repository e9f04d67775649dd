using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Guest;

/// <summary>What a guest asks for to have a file back: where its bytes are just now, and its conversation's history. A broken socket is opened again.</summary>
/// <param name="guest">The guest.</param>
/// <param name="retry">Retry rules of the history.</param>
internal sealed class GuestFiles(GuestSession guest, RetryRunner retry)
{
    private const int Restarts = 5;
    private const int PageAttempts = 5;

    /// <summary>A fresh signed URL of a file's bytes. A secret.</summary>
    /// <param name="attachmentId">The file.</param>
    /// <param name="what">What is asked for, to begin a sentence.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="GCException">The service does not give one.</exception>
    public Task<string> GetUrlAsync(string attachmentId, string what, CallContext context, CancellationToken cancellationToken) => AgainWhenLostAsync(
        async () =>
        {
            var socket = await guest.ConnectAsync(context, cancellationToken).ConfigureAwait(false);
            var frame = GuestRequests.Of("getAttachment");
            frame["attachmentId"] = attachmentId;
            var answer = await guest.Exchange.AskAsync(socket, frame, context, cancellationToken, attachmentId).ConfigureAwait(false);
            return answer.Class == "PresignedUrlResponse" && answer.Field("url") is { Length: > 0 } url ? url
                : throw Gone(GuestErrors.From(answer, what)) ?? new GCException(ErrorIds.AnswerInvalid, $"The service answered getAttachment with {answer.Class} and no URL.");
        },
        context,
        cancellationToken);

    /// <summary>A token for the history, and the first page of it; further pages by <see cref="ReadPageAsync"/>.</summary>
    /// <exception cref="GCException">The service gives none.</exception>
    public Task<string> GetTokenAsync(CallContext context, CancellationToken cancellationToken) =>
        AgainWhenLostAsync(() => guest.GetHistoryTokenAsync(context, cancellationToken), context, cancellationToken);

    /// <summary>A page of the history, newest first.</summary>
    /// <exception cref="GCException">It cannot be read.</exception>
    public async Task<HttpReply> ReadPageAsync(string token, int page, CallContext context, CancellationToken cancellationToken)
    {
        return await retry.RunAsync(new RetryRule(PageAttempts, context.MaximumRetryCount), context.Log, AttemptAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<HttpReply> AttemptAsync(CancellationToken stop)
        {
            var reply = await guest.ReadHistoryPageAsync(token, page, stop).ConfigureAwait(false);
            return reply.IsSuccess ? reply : throw AttemptFailure.FromStatus(reply, retry.Policy, guest.Time, "Reading the guest's history") ?? GuestHistory.Refused(reply);
        }
    }

    // Each URL of a guest's is a new one: what the service does not know, or calls expired, it does not have any more.
    private static GCException? Gone(GCException? refusal) => refusal is { ServerCode: "4008" or "4009" or "404" }
        ? new GCException(ErrorIds.AttachmentGone, refusal.Message, refusal) { ServerCode = refusal.ServerCode }
        : refusal;

    private async Task<T> AgainWhenLostAsync<T>(Func<Task<T>> ask, CallContext context, CancellationToken cancellationToken)
    {
        var started = guest.Time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            context.Transfer.Count(again: attempt > 0);
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (GuestConnectionLostException e) when (attempt >= Restarts)
            {
                throw (e.InnerException as GCException ?? new GCException(ErrorIds.ConnectionReset, "The guest socket kept breaking.", e)).AfterAttempts(attempt + 1, guest.Time.GetElapsedTime(started));
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
}
