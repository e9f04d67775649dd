using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Http;

/// <summary>One request and its whole answer, within a time limit.</summary>
internal static class HttpExchange
{
    /// <summary>Sends the request and reads the answer.</summary>
    /// <exception cref="AttemptFailure">Network failure or time-out: another attempt may do.</exception>
    /// <exception cref="GCException">Network failure that somebody has to mend first.</exception>
    public static async ValueTask<HttpReply> SendAsync(
        HttpMessageInvoker http, HttpRequestMessage request, SecretMask mask, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var link = cancellationToken.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
        try
        {
            using var response = await TracedInvoker.SendAsync(http, request, mask, limit.Token).ConfigureAwait(false);
            return await ReadAsync(response, mask, limit.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw limit.IsCancellationRequested
                ? new AttemptFailure(new GCException(
                    ErrorIds.Timeout, $"{request.RequestUri!.Host} did not answer {request.Method} {request.RequestUri.AbsolutePath} within {timeout.TotalSeconds:0} s.", e).Masked(mask))
                : NetworkFailures.Of(request.RequestUri!, e, mask);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw NetworkFailures.Of(request.RequestUri!, e, mask);
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
}
