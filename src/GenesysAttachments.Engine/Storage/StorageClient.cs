using System.Collections.Immutable;
using System.Net;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Storage;

/// <summary>
/// Puts a file's bytes at an upload URL. Knows no token and no session headers; the URL and the returned headers go out
/// exactly as they came.
/// </summary>
/// <param name="clients">The session's clients.</param>
/// <param name="retry">Retry rules.</param>
/// <param name="isOnLoopback">Whether the session's own endpoint is on this machine, where storage may be reached by plain http.</param>
/// <param name="time">Clock.</param>
internal sealed class StorageClient(HttpClients clients, RetryRunner retry, bool isOnLoopback, TimeProvider time)
{
    private const int Attempts = 4;
    private static readonly TimeSpan ReachLimit = TimeSpan.FromSeconds(30);

    /// <summary>Takes an upload URL in from outside: what is secret of it is hidden from now on.</summary>
    /// <param name="url">The URL as it came.</param>
    /// <param name="id">The id the message will refer to.</param>
    /// <param name="headers">The headers it came with; what is null is no header.</param>
    /// <param name="file">The file it is for.</param>
    /// <param name="target">Where the file goes, its communication looked up.</param>
    /// <param name="route">One of <see cref="RouteNames"/>.</param>
    /// <param name="transfer">Told of it.</param>
    /// <param name="usualLife">How long it lives where it does not say so itself.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.UploadInvalid"/>: it may not be used, and no connection is made for it.</exception>
    public UploadUrl Admit(
        string url, string id, IReadOnlyDictionary<string, string>? headers, Attachment file, Target target, string route, Transfer transfer, TimeSpan? usualLife = null)
    {
        transfer.Hide(url);
        transfer.AttachmentId = id;
        var admitted = new UploadUrl(url)
        {
            File = file,
            Target = target,
            Route = route,
            AttachmentId = id,
            Headers = [.. (headers ?? ImmutableDictionary<string, string>.Empty).Where(header => header.Value is not null)],
            Mask = transfer.Mask,
            MadeAt = time.GetUtcNow(),
            MadeTimestamp = time.GetTimestamp(),
            Life = UploadUrl.LifeOf(url) ?? usualLife,
        };
        _ = StorageRules.Address(admitted, isOnLoopback);
        StorageRules.CheckHeaders(admitted);
        return admitted;
    }

    /// <summary>Uploads the file. Each attempt re-opens it and checks that it is still the file that was announced.</summary>
    /// <exception cref="GCException">
    /// <see cref="ErrorIds.UploadUrlExpired"/> when a new URL would help; <see cref="ErrorIds.UploadRejected"/>,
    /// <see cref="ErrorIds.UploadInvalid"/>, <see cref="ErrorIds.FileChanged"/> and the network's when it would not.
    /// </exception>
    public async Task PutAsync(UploadUrl url, CallContext context, CancellationToken cancellationToken)
    {
        var address = StorageRules.Address(url, isOnLoopback);
        var isFirst = true;
        context.Transfer.Hide(url.Reveal());
        context.Transfer.Sha256 = await retry.RunAsync(new RetryRule(Attempts, context.MaximumRetryCount), context.Log, AttemptAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<string> AttemptAsync(CancellationToken token)
        {
            if (url.HasExpired(time))
            {
                throw Expired(url, null);
            }

            var client = isFirst ? clients.Storage : clients.StorageRetry;
            isFirst = false;
            return await SendAsync(client, address, url, context, token).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the storage of an upload URL for anything at all: without the URL's query, which is its signature, and without a byte of a file.</summary>
    /// <returns>The status it refused with, as it should.</returns>
    /// <exception cref="GCException">It cannot be reached, is failing, or something else answers in its place.</exception>
    public async Task<int> ReachAsync(UploadUrl url, CallContext context, CancellationToken cancellationToken)
    {
        var address = StorageRules.Address(url, isOnLoopback);
        using var request = new HttpRequestMessage(HttpMethod.Get, address.GetLeftPart(UriPartial.Path)) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var trace = AttemptTrace.Begin("storage", "GET", address, $"The storage at {url.Mask.Show(address.Host)}", url.Mask, time, context.Log);
        var reply = await HttpExchange.SendAsync(clients.StorageRetry, request, url.Mask, ReachLimit, time, cancellationToken).ConfigureAwait(false);
        trace.Answered((int)reply.Status, reply.RequestId("x-amz-request-id"));
        // Any refusal of its own will do: without a signature nothing is given out.
        return (int)reply.Status < 500 && reply.Status is not (HttpStatusCode.ProxyAuthenticationRequired or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout) && StorageError.IsXml(reply)
            ? (int)reply.Status
            : throw Failure(reply, address, url);
    }

    private async Task<string> SendAsync(HttpMessageInvoker client, Uri address, UploadUrl url, CallContext context, CancellationToken cancellationToken)
    {
        using var upload = await FileUpload.OpenAsync(url.File, context.Transfer, time, cancellationToken).ConfigureAwait(false);
        using var request = StorageRules.Request(address, url, upload.Body);
        using var trace = AttemptTrace.Begin("storage", "PUT", address, $"The upload of '{url.File.SentName}'", context.Transfer.Mask, time, context.Log);
        var reply = await upload.SendAsync(client, request, context.Transfer.Mask, readsSuccess: false, holdsForAll: false).ConfigureAwait(false);
        var requestId = reply.RequestId("x-amz-request-id");
        context.Transfer.CorrelationId = requestId ?? context.Transfer.CorrelationId;
        trace.Answered((int)reply.Status, requestId, url.File.Length);
        if (!reply.IsSuccess)
        {
            throw Failure(reply, address, url);
        }

        upload.CheckUnchanged();
        return upload.Body.Sha256 ?? throw new AttemptFailure(new GCException(ErrorIds.UploadRejected, "The storage answered before it had the whole file."));
    }

    private Exception Failure(HttpReply reply, Uri address, UploadUrl url)
    {
        if (reply.Status == HttpStatusCode.ProxyAuthenticationRequired)
        {
            return ProxyRefusals.Answered($"The upload to {reply.Show(address.Host)}", reply.ProxyChallenges, holdsForAll: false);
        }

        var (code, message) = StorageError.Read(reply.Body);
        var status = (int)reply.Status;
        var said = reply.Show(string.Join(": ", new[] { code, message }.Where(part => !string.IsNullOrWhiteSpace(part))));
        var text = $"The storage at {reply.Show(address.Host)} answered {status}{(status is 502 or 504 ? ", busy or the upload URL expired" : "")}{(said.Length > 0 ? (status >= 500 ? ": " : " ") + said.TrimEnd('.') : "")}.";
        if (reply.Status is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest && (code == "ExpiredToken" || message?.Contains("expired", StringComparison.OrdinalIgnoreCase) == true))
        {
            return Expired(url, reply);
        }

        var passing = status is 408 or 429 or 500 or 502 or 503 or 504;
        var id = passing ? ErrorIds.RetriesExhausted : reply.Status == HttpStatusCode.RequestEntityTooLarge ? ErrorIds.FileTooLarge : ErrorIds.UploadRejected;
        var error = new GCException(id, text)
        {
            StatusCode = status,
            ServerCode = reply.ShowWord(code),
            CorrelationId = reply.RequestId("x-amz-request-id"),
            Advice = status switch
            {
                429 => "Send what failed again later, with fewer workers (a lower -ThrottleLimit).",
                502 or 504 => "The storage is busy, or the upload URL has expired. Send the file again later: it gets a new URL.",
                _ => ErrorCatalog.Get(id).Advice,
            },
        };
        Exception failure = passing && !(reply.RetryAfter(time) > retry.Policy.LongestRetryAfter) ? new AttemptFailure(error, reply.RetryAfter(time)) : error;
        return StorageError.IsXml(reply) ? failure : GatewayReply.InPlaceOf(failure, reply, $"The upload of '{url.File.SentName}'", reply.Show(address.Host));
    }

    private static GCException Expired(UploadUrl url, HttpReply? reply) =>
        new(ErrorIds.UploadUrlExpired, $"The upload URL of '{url.File.Name}' has expired.")
        {
            StatusCode = (int?)reply?.Status,
            CorrelationId = reply?.RequestId("x-amz-request-id"),
        };
}
