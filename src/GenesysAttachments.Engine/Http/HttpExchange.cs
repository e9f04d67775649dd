using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Http;

/// <summary>One request and its whole answer, within a time limit.</summary>
internal static class HttpExchange
{
    /// <summary>Sends the request and reads the answer.</summary>
    /// <exception cref="AttemptFailure">Network failure or time-out: another attempt may do.</exception>
    public static async ValueTask<HttpReply> SendAsync(
        HttpClient http, HttpRequestMessage request, SecretMask mask, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var link = cancellationToken.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return await ReadAsync(response, mask, limit.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailure(new GCException(
                ErrorIds.Timeout, $"{request.RequestUri!.Host} did not answer {request.Method} {request.RequestUri.AbsolutePath} within {timeout.TotalSeconds:0} s.", e).Masked(mask));
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw Failure(request.RequestUri!, e, mask);
        }
    }

    /// <summary>Reads an answer as far as anybody looks at it, as UTF-8 whatever charset it claims.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="mask">What nothing of it that is shown may hold.</param>
    /// <param name="patience">Ends when it has had its time: a refusal's words are cut off there, a success's fail.</param>
    /// <param name="stop">Stops the call.</param>
    public static async ValueTask<HttpReply> ReadAsync(HttpResponseMessage response, SecretMask mask, CancellationToken patience, CancellationToken stop) => new(
        response.StatusCode,
        response.Headers,
        response.IsSuccessStatusCode
            ? await AnswerBody.ReadWholeAsync(response.Content, patience).ConfigureAwait(false)
            : await AnswerBody.ReadStartAsync(response.Content, patience, stop).ConfigureAwait(false),
        mask);

    /// <summary>The failure for a connection that could not be made or broke, and, final, for one on which somebody speaks no HTTP.</summary>
    /// <remarks>A host that cannot be reached at all holds for every item; a connection that broke does not.</remarks>
    /// <param name="address">Where it was to go.</param>
    /// <param name="cause">What .NET said.</param>
    /// <param name="mask">What the words of it must not hold.</param>
    /// <param name="holdsForAll">Whether an unreachable host means that no item can succeed.</param>
    public static Exception Failure(Uri address, Exception cause, SecretMask mask, bool holdsForAll = true) =>
        ((cause as HttpRequestException)?.HttpRequestError ?? (cause as HttpIOException)?.HttpRequestError) switch
        {
            // Without its words and itself: they quote what came, which may be a token that nobody knows yet.
            HttpRequestError.InvalidResponse => new GCException(ErrorIds.AnswerInvalid, $"{address.Host}:{address.Port} answered with something that is no HTTP.").Masked(mask),
            HttpRequestError.ConfigurationLimitExceeded => new GCException(ErrorIds.AnswerInvalid, $"{address.Host}:{address.Port} answered with more than is read. {cause.Message}").Masked(mask),
            _ => new AttemptFailure(NetworkFailure(address, cause, holdsForAll).Masked(mask)),
        };

    private static GCException NetworkFailure(Uri address, Exception cause, bool holdsForAll)
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
