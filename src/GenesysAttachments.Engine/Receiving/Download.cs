using System.Buffers;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// One attempt to fetch a file: a plain GET without token or cookies, no redirect followed, a limit on silence instead of on time, no byte more
/// than was said, and length and hash compared before anybody takes it for the file.
/// </summary>
/// <param name="retry">Says what is too long to wait.</param>
/// <param name="time">Clock.</param>
internal sealed class Download(RetryRunner retry, TimeProvider time)
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Fetches it.</summary>
    /// <param name="client">A client without token, cookies and redirects.</param>
    /// <param name="address">Where it is; goes out as it is.</param>
    /// <param name="expected">What is known of it.</param>
    /// <param name="sink">Takes its bytes.</param>
    /// <param name="context">Told attempts and bytes.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="GCException">It was refused, or what came is not the file.</exception>
    /// <exception cref="AttemptFailure">Another attempt may do.</exception>
    /// <exception cref="RedirectedException">A stranger sends on to another.</exception>
    public async ValueTask<Received> GetAsync(HttpMessageInvoker client, Uri address, Expected expected, IByteSink sink, CallContext context, CancellationToken stop)
    {
        using var silence = new CancellationTokenSource(FileUpload.Stall, time);
        using var link = stop.UnsafeRegister(static silence => ((CancellationTokenSource)silence!).Cancel(), silence);
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        // Length and hash are those of the bytes as they are stored.
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        var mask = context.Transfer.Mask;
        using var trace = AttemptTrace.Begin("storage", "GET", address, expected.What, mask, time, context.Log);
        context.Transfer.BytesSent = 0;
        try
        {
            using var response = await TracedInvoker.SendAsync(client, request, mask, silence.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var refusal = await HttpExchange.ReadAsync(response, mask, silence.Token, stop).ConfigureAwait(false);
                trace.Answered((int)refusal.Status, refusal.RequestId("x-amz-request-id"));
                throw Refused(refusal, address, expected);
            }

            await CheckAsync(response, address, expected, mask, silence.Token).ConfigureAwait(false);
            var received = await ReadAsync(response.Content, expected, sink, context.Transfer, silence).ConfigureAwait(false);
            trace.Answered(200, null, received.Length);
            return received;
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw silence.IsCancellationRequested
                ? new AttemptFailure(new GCException(ErrorIds.Timeout, $"{expected.What} from {address.Host} stalled: no byte came for {FileUpload.Stall.TotalSeconds:0} s.", e).Masked(mask))
                : NetworkFailures.Of(address, e, mask, holdsForAll: false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !stop.IsCancellationRequested)
        {
            throw NetworkFailures.Of(address, e, mask, holdsForAll: false);
        }
    }

    private static async ValueTask<Received> ReadAsync(HttpContent content, Expected expected, IByteSink sink, Transfer transfer, CancellationTokenSource silence)
    {
        sink.Begin();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var stream = await content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            long length = 0;
            for (int read; (read = await stream.ReadAsync(buffer.AsMemory(0, BufferSize), silence.Token).ConfigureAwait(false)) > 0;)
            {
                silence.CancelAfter(FileUpload.Stall);
                length += read;
                if (length > (expected.Length ?? long.MaxValue))
                {
                    throw Mismatch(expected, string.Create(CultureInfo.InvariantCulture, $"brought more than the {expected.Length:N0} bytes that the platform says it has"));
                }

                if (length > expected.Most)
                {
                    throw TooLarge(expected);
                }

                hash.AppendData(buffer, 0, read);
                sink.Write(buffer.AsSpan(0, read));
                transfer.BytesSent = length;
            }

            if (expected.Length is { } wanted && length < wanted)
            {
                throw new AttemptFailure(Mismatch(expected, string.Create(CultureInfo.InvariantCulture, $"ended after {length:N0} of {wanted:N0} bytes"), mayPass: true));
            }

            var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            return expected.Sha256 is null || expected.Sha256 == sha256 ? new Received(length, sha256)
                : throw Mismatch(expected, $"brought bytes with the SHA-256 {sha256}, and the platform says {expected.Sha256}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask CheckAsync(HttpResponseMessage response, Uri address, Expected expected, SecretMask mask, CancellationToken patience)
    {
        var headers = response.Content.Headers;
        if (headers.ContentLength is { } length)
        {
            if (expected.Length is { } wanted && length != wanted)
            {
                throw Mismatch(expected, string.Create(CultureInfo.InvariantCulture, $"would bring {length:N0} bytes, and the platform says that it has {wanted:N0}"));
            }

            if (length > expected.Most)
            {
                throw TooLarge(expected);
            }
        }

        if (headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw new GCException(ErrorIds.DownloadFailed, $"{expected.What} would come compressed from {mask.Show(address.Host)}, and could not be compared with what the platform says.");
        }

        // A hash would tell as well, but not what came instead.
        if (!expected.MayBePage && headers.ContentType?.MediaType is { } type && type.Equals("text/html", StringComparison.OrdinalIgnoreCase))
        {
            var start = await Answers.AnswerBody.ReadStartAsync(response.Content, patience, default).ConfigureAwait(false);
            throw GatewayReply.InPlaceOf(null, new HttpReply(response.StatusCode, response.Headers, start, mask), expected.What, mask.Show(address.Host));
        }
    }

    private Exception Refused(HttpReply reply, Uri address, Expected expected)
    {
        if (reply.Status == HttpStatusCode.ProxyAuthenticationRequired)
        {
            return ProxyRefusals.Answered(expected.What, reply.ProxyChallenges, holdsForAll: false);
        }

        var host = reply.Show(address.Host);
        var status = (int)reply.Status;
        if (reply.Location is { } location)
        {
            return expected.IsExternal ? new RedirectedException(location) : new GCException(ErrorIds.DownloadFailed, $"{expected.What} was sent on from {host} to {reply.RedirectHost ?? "another address"} (HTTP {status}), which is not followed.") { StatusCode = status };
        }

        var (code, message) = StorageError.Read(reply.Body);
        var said = reply.Show(string.Join(": ", new[] { code, message }.Where(part => !string.IsNullOrWhiteSpace(part)))).TrimEnd('.');
        var passes = status is 408 or 429 or 500 or 502 or 503 or 504;
        var error = new GCException(passes ? ErrorIds.RetriesExhausted : ErrorIds.DownloadFailed, $"{expected.What} was refused by {host} (HTTP {status}{(said.Length > 0 ? ": " + said : "")}).")
        {
            StatusCode = status,
            ServerCode = reply.ShowWord(code),
            CorrelationId = reply.RequestId("x-amz-request-id"),
        };
        Exception failure = passes && !(reply.RetryAfter(time) > retry.Policy.LongestRetryAfter) ? new AttemptFailure(error, reply.RetryAfter(time)) : error;
        return reply.Body.IsEmpty || StorageError.IsXml(reply) ? failure : GatewayReply.InPlaceOf(failure, reply, expected.What, host);
    }

    private static GCException Mismatch(Expected expected, string what, bool mayPass = false) => new(ErrorIds.DownloadMismatch, $"{expected.What} {what}.") { CanRetry = mayPass };

    private static GCException TooLarge(Expected expected) => new(ErrorIds.FileTooLarge, string.Create(CultureInfo.InvariantCulture, $"{expected.What} would bring more than {expected.Most:N0} bytes."))
    {
        Advice = "Fetch it with a browser, if you trust where it comes from.",
    };
}
