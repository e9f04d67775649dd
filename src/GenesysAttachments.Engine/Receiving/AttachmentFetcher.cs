using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// Fetches the bytes of an attachment (docs/saving.md). The org's address is resolved right before each fetch, and no signed URL is kept. A storage
/// that refuses one as expired is met with a new one, once; then with the address that the message names now, once; then the file is gone.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="external">Fetches from strangers; null where that was not asked for.</param>
internal sealed class AttachmentFetcher(OrgSession session, ExternalClient? external = null)
{
    private const int Attempts = 5;
    private readonly Download _download = new(session.Retry, session.Time);

    /// <summary>Fetches it.</summary>
    /// <param name="file">The attachment.</param>
    /// <param name="sink">Takes its bytes.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="GCException">It is gone, was refused, is not what the platform says, or lies with a stranger.</exception>
    public async Task<Received> FetchAsync(MessageAttachment file, IByteSink sink, CallContext context, CancellationToken stop)
    {
        var (isFresh, wasReread) = (false, false);
        if (file.Source == AttachmentSources.None && !session.IsGuest)
        {
            // The platform may name its address later than it tells of the file.
            wasReread = true;
            file = await ReadAgainAsync(file, Unnamed(file), context, stop).ConfigureAwait(false);
        }

        while (true)
        {
            try
            {
                return await FetchOnceAsync(file, sink, context, stop).ConfigureAwait(false);
            }
            catch (GCException e) when (IsStale(e))
            {
                context.Log?.Verbose($"{e.Message} Its address is asked for once more.");
                if (!isFresh && file.Source == AttachmentSources.Org && e.ErrorId != ErrorIds.ConversationNotFound)
                {
                    isFresh = true;
                }
                else if (!isFresh && session.IsGuest)
                {
                    (isFresh, wasReread) = (true, true); // Each of a guest's addresses is a fresh one.
                }
                else if (!wasReread)
                {
                    (isFresh, wasReread) = (true, true);
                    file = await ReadAgainAsync(file, e, context, stop).ConfigureAwait(false);
                }
                else
                {
                    throw Gone(file, e);
                }
            }
        }
    }

    /// <summary>The error of what lies with a stranger.</summary>
    public static GCException NotAllowed(MessageAttachment file) =>
        new(ErrorIds.AttachmentExternal, $"'{file.Title}' is a link to {file.Host}, which is not the platform's, and was not fetched.");

    private async Task<Received> FetchOnceAsync(MessageAttachment file, IByteSink sink, CallContext context, CancellationToken stop)
    {
        if (file.Source == AttachmentSources.External && !session.IsGuest)
        {
            return await FetchExternalAsync(file, sink, context, stop).ConfigureAwait(false);
        }

        context.Transfer.Step = "asking for its address";
        var url = await UrlOfAsync(file, context, stop).ConfigureAwait(false);
        context.Transfer.Step = null;
        context.Transfer.Hide(url);
        var address = StoreAddress(url, file);
        var expected = Expected.Of(file);
        var isFirst = true;
        return await session.Retry.RunAsync(new RetryRule(Attempts, context.MaximumRetryCount), context.Log, AttemptAsync, stop).ConfigureAwait(false);

        ValueTask<Received> AttemptAsync(CancellationToken token)
        {
            // Later ones on a new connection each: a retry never meets the one that failed.
            var client = isFirst ? session.Clients.Storage : session.Clients.StorageRetry;
            context.Transfer.Count(again: !isFirst);
            isFirst = false;
            return _download.GetAsync(client, address, expected, sink, context, token);
        }
    }

    private async Task<string> UrlOfAsync(MessageAttachment file, CallContext context, CancellationToken stop)
    {
        if (session.Guest is { } guest)
        {
            return await new GuestFiles(guest, session.Retry).GetUrlAsync(
                file.AttachmentId ?? throw new GCException(ErrorIds.DownloadFailed, $"'{file.Title}' has no id to ask for it by."), $"The address of '{file.Title}'", context, stop).ConfigureAwait(false);
        }

        return file.Address.DownloadId is { } id ? await new DownloadResolver(session.Api!, session.Settings).ResolveAsync(id, file.Title, context, stop).ConfigureAwait(false)
            : file.Source == AttachmentSources.Storage ? file.Url!
            : throw Unnamed(file);
    }

    private async Task<Received> FetchExternalAsync(MessageAttachment file, IByteSink sink, CallContext context, CancellationToken stop)
    {
        if (external is null)
        {
            throw NotAllowed(file);
        }

        context.Transfer.Hide(file.Url!);
        return await session.Retry.RunAsync(
            new RetryRule(Attempts, context.MaximumRetryCount),
            context.Log,
            token => external.FetchAsync(file.Url!, Expected.Of(file, isExternal: true), _download, sink, context, token),
            stop).ConfigureAwait(false);
    }

    // What the org itself gave out may be anywhere, but for plain http to another machine.
    private Uri StoreAddress(string url, MessageAttachment file) =>
        DownloadAddress.Parse(url) is { } address && (address.Scheme == "https" || (address is { Scheme: "http", IsLoopback: true } && session.Settings.Endpoint is { IsLoopback: true })) ? address
            : throw new GCException(ErrorIds.AnswerInvalid, $"The address of '{file.Title}' is not an https URL without a user name.");

    private async Task<MessageAttachment> ReadAgainAsync(MessageAttachment file, GCException why, CallContext context, CancellationToken stop)
    {
        try
        {
            return await new AttachmentReader(session).ReadAgainAsync(file, context, stop).ConfigureAwait(false) ?? throw Gone(file, why);
        }
        catch (GCException e) when (e.StatusCode == 404)
        {
            throw Gone(file, e);
        }
    }

    private static bool IsStale(GCException e) => e is { StatusCode: 403 or 404 or 410, ErrorId: ErrorIds.DownloadFailed or ErrorIds.GatewayAnswered or ErrorIds.ConversationNotFound };

    private static GCException Unnamed(MessageAttachment file) => new(ErrorIds.DownloadFailed, $"The platform names no address of '{file.Title}'.");

    private static GCException Gone(MessageAttachment file, GCException why) => why.ErrorId == ErrorIds.GatewayAnswered ? why
        : new GCException(ErrorIds.AttachmentGone, $"The platform does not have '{file.Title}' any more. {why.Message}", why) { StatusCode = why.StatusCode, CorrelationId = why.CorrelationId };
}
