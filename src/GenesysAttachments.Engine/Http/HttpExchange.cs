using System.Text;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Http;

/// <summary>One request and its whole answer, within a time limit.</summary>
internal static class HttpExchange
{
    /// <summary>Sends the request and reads the answer.</summary>
    /// <exception cref="AttemptFailure">Network failure or time-out: another attempt may do.</exception>
    public static async ValueTask<HttpReply> SendAsync(
        HttpClient http, HttpRequestMessage request, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var link = cancellationToken.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return await ReadAsync(response, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailure(new GCException(
                ErrorIds.Timeout, $"{request.RequestUri!.Host} did not answer {request.Method} {request.RequestUri.AbsolutePath} within {timeout.TotalSeconds:0} s.", e));
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailure(NetworkFailure(request.RequestUri!, e));
        }
    }

    /// <summary>Reads an answer to its end, as UTF-8 whatever charset it claims: a made-up one would throw.</summary>
    public static async ValueTask<HttpReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(response.StatusCode, response.Headers, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)));

    /// <summary>The error for a connection that could not be made or broke.</summary>
    /// <remarks>A host that cannot be reached at all holds for every item; a connection that broke does not.</remarks>
    /// <param name="address">Where it was to go.</param>
    /// <param name="cause">What .NET said.</param>
    /// <param name="holdsForAll">Whether an unreachable host means that no item can succeed.</param>
    public static GCException NetworkFailure(Uri address, Exception cause, bool holdsForAll = true)
    {
        var kind = (cause as HttpRequestException)?.HttpRequestError;
        var unreachable = kind is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
        // The inner message often stands in the outer one already, with the address.
        var detail = cause.InnerException is { } inner && !cause.Message.Contains(inner.Message.TrimEnd('.'), StringComparison.OrdinalIgnoreCase) ? $"{cause.Message} {inner.Message}" : cause.Message;
        return new GCException(
            ErrorIds.NetworkFailed,
            $"{(unreachable ? "Cannot reach" : "The connection broke to")} {address.Host}:{address.Port}. {Redaction.Text(detail)}",
            cause)
        {
            StopsBatch = unreachable && holdsForAll,
        };
    }
}
