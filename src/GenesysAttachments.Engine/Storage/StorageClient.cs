using System.Net;
using System.Xml;
using System.Xml.Linq;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
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

    /// <summary>An upload may take as long as it likes while bytes move; after this long without one it has stalled.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);

    /// <summary>Uploads the file. Each attempt re-opens it and checks that it is still the file that was announced.</summary>
    /// <exception cref="GCException">
    /// <see cref="ErrorIds.UploadUrlExpired"/> when a new URL would help; <see cref="ErrorIds.UploadRejected"/>,
    /// <see cref="ErrorIds.UploadInvalid"/>, <see cref="ErrorIds.FileChanged"/> and the network's when it would not.
    /// </exception>
    public async Task PutAsync(UploadUrl url, DeliveryState state, int? maximumRetryCount, CancellationToken cancellationToken)
    {
        var address = StorageRules.Address(url);
        StorageRules.CheckHeaders(url);
        var first = true;
        state.Sha256 = await retry.RunAsync(new RetryRule(Attempts, maximumRetryCount), AttemptAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<string> AttemptAsync(CancellationToken token)
        {
            if (url.HasExpired(time.GetUtcNow()))
            {
                throw Expired(url, null);
            }

            state.Attempts++;
            var client = first ? clients.Storage : clients.StorageRetry;
            first = false;
            return await SendAsync(client, address, url, state, token).ConfigureAwait(false);
        }
    }

    private async Task<string> SendAsync(HttpClient client, Uri address, UploadUrl url, DeliveryState state, CancellationToken cancellationToken)
    {
        var file = url.File;
        using var stream = SourceFile.Open(file);
        using var stall = new CancellationTokenSource(Stall, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        using var content = new FileContent(stream, file.Length, sent =>
        {
            stall.CancelAfter(Stall);
            state.BytesSent = sent;
        });
        using var request = StorageRules.Request(address, url, content);
        using var trace = AttemptTrace.Begin("storage", "PUT", address, $"The upload of '{file.SentName}'", time);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            var reply = response.IsSuccessStatusCode ? new HttpReply(response.StatusCode, response.Headers, "") : (await HttpExchange.ReadAsync(response, both.Token).ConfigureAwait(false)).Masked(SecretMask.OfUrl(url.Reveal()));
            state.CorrelationId = reply.Header("x-amz-request-id") ?? state.CorrelationId;
            trace.Answered((int)reply.Status, reply.Header("x-amz-request-id"), file.Length);
            if (!reply.IsSuccess)
            {
                throw Failure(reply, url);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailure(new GCException(ErrorIds.Timeout, $"The upload to {address.Host} stalled: no byte moved for {Stall.TotalSeconds:0} s.", e));
        }
        catch (Exception) when (content.EndedEarly)
        {
            throw SourceFile.Changed(file, "became shorter while it was uploaded");
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailure(HttpExchange.NetworkFailure(address, e, holdsForAll: false));
        }

        SourceFile.CheckUnchanged(file, stream);
        return content.Sha256 ?? throw new AttemptFailure(new GCException(ErrorIds.UploadRejected, "The storage answered before it had the whole file."));
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
        return passing && !(reply.RetryAfter(time) > AttemptFailure.LongestPause) ? new AttemptFailure(error, reply.RetryAfter(time)) : error;
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
