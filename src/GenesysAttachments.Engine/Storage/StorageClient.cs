using System.Net;
using System.Xml;
using System.Xml.Linq;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Storage;

/// <summary>
/// Puts a file's bytes at an upload URL. Knows no token and no session headers; the URL and the returned headers go out
/// exactly as they came.
/// </summary>
/// <param name="clients">The session's clients.</param>
/// <param name="retry">Retry rules.</param>
/// <param name="time">Clock.</param>
internal sealed class StorageClient(HttpClients clients, RetryRunner retry, TimeProvider time)
{
    private const int Attempts = 4;

    /// <summary>Uploads the file. Each attempt re-opens it and checks that it is still the file that was announced.</summary>
    /// <exception cref="GCException">
    /// <see cref="ErrorIds.UploadUrlExpired"/> when a new URL would help; <see cref="ErrorIds.UploadRejected"/>,
    /// <see cref="ErrorIds.UploadInvalid"/>, <see cref="ErrorIds.FileChanged"/> and the network's when it would not.
    /// </exception>
    public async Task PutAsync(UploadUrl url, CallContext context, CancellationToken cancellationToken)
    {
        var address = StorageRules.Address(url);
        StorageRules.CheckHeaders(url);
        var isFirst = true;
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

    private async Task<string> SendAsync(HttpClient client, Uri address, UploadUrl url, CallContext context, CancellationToken cancellationToken)
    {
        using var upload = await FileUpload.OpenAsync(url.File, context.Transfer, time, cancellationToken).ConfigureAwait(false);
        using var request = StorageRules.Request(address, url, upload.Body);
        using var trace = AttemptTrace.Begin("storage", "PUT", address, $"The upload of '{url.File.SentName}'", time, context.Log);
        var reply = await upload.SendAsync(client, request, readsSuccess: false, holdsForAll: false).ConfigureAwait(false);
        reply = reply.IsSuccess ? reply : reply.Masked(SecretMask.OfUrl(url.Reveal()));
        var requestId = reply.Header("x-amz-request-id");
        context.Transfer.CorrelationId = requestId ?? context.Transfer.CorrelationId;
        trace.Answered((int)reply.Status, requestId, url.File.Length);
        if (!reply.IsSuccess)
        {
            throw Failure(reply, url);
        }

        upload.CheckUnchanged();
        return upload.Body.Sha256 ?? throw new AttemptFailure(new GCException(ErrorIds.UploadRejected, "The storage answered before it had the whole file."));
    }

    private Exception Failure(HttpReply reply, UploadUrl url)
    {
        var (code, message) = ReadXml(reply.Body);
        var status = (int)reply.Status;
        var said = Redaction.Text(string.Join(": ", new[] { code, message ?? (code is null ? reply.Body : null) }.Where(part => !string.IsNullOrWhiteSpace(part))));
        var text = $"The storage at {new Uri(url.Url).Host} answered {status}{(said.Length > 0 ? " " + said.TrimEnd('.') : "")}.";
        if (reply.Status is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest && (code == "ExpiredToken" || message?.Contains("expired", StringComparison.OrdinalIgnoreCase) == true))
        {
            return Expired(url, reply);
        }

        var passing = status is 408 or 429 or 500 or 502 or 503 or 504;
        var id = passing ? ErrorIds.RetriesExhausted : reply.Status == HttpStatusCode.RequestEntityTooLarge ? ErrorIds.FileTooLarge : ErrorIds.UploadRejected;
        var error = new GCException(id, text) { StatusCode = status, ServerCode = code, CorrelationId = reply.Header("x-amz-request-id") };
        return passing && !(reply.RetryAfter(time) > retry.Policy.LongestRetryAfter) ? new AttemptFailure(error, reply.RetryAfter(time)) : error;
    }

    private static GCException Expired(UploadUrl url, HttpReply? reply) =>
        new(ErrorIds.UploadUrlExpired, $"The upload URL of '{url.File.Name}' has expired.")
        {
            StatusCode = (int?)reply?.Status,
            CorrelationId = reply?.Header("x-amz-request-id"),
        };

    private static (string? Code, string? Message) ReadXml(string body)
    {
        try
        {
            var root = body.TrimStart().StartsWith('<') ? XDocument.Parse(body).Root : null;
            return root?.Name.LocalName == "Error" ? (root.Element("Code")?.Value, root.Element("Message")?.Value) : (null, null);
        }
        catch (XmlException)
        {
            return (null, null);
        }
    }
}
