using System.Net;
using System.Text.RegularExpressions;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Http;

/// <summary>The answer of something in between: a firewall, a proxy, a load balancer, the sign-in page of a hotel's network.</summary>
internal static class GatewayReply
{
    private const int MostWords = 200;

    private const string BusyAdvice =
        "A firewall, proxy or load balancer in front of the host is busy or cannot reach it. Send what failed again later; if it stays, show its administrator the host, the time and these words.";

    /// <summary>The failure for an answer that has not the shape of the service that was asked.</summary>
    /// <param name="failure">What its status alone would mean: an <see cref="AttemptFailure"/> where it is tried again; a rate limit, or a proxy that wants a login, stays what it is.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="what">The call in words, to begin a sentence.</param>
    /// <param name="host">Who was asked.</param>
    /// <param name="stopsBatch">Whether it holds for every item.</param>
    public static Exception InPlaceOf(Exception? failure, HttpReply reply, string what, string host, bool stopsBatch = false) =>
        reply.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ProxyAuthenticationRequired && failure is not null ? failure
            : failure is AttemptFailure passing ? new AttemptFailure(Error(reply, what, host, stopsBatch, passing.Error.RetryAt), passing.Delay)
            : Error(reply, what, host, stopsBatch, (failure as GCException)?.RetryAt);

    private static GCException Error(HttpReply reply, string what, string host, bool stopsBatch, DateTimeOffset? retryAt)
    {
        var status = (int)reply.Status;
        var passes = status is 408 or >= 500;
        var words = Words(reply);
        var said = words.Length > 0 ? $", and begins '{words}'" : " and no text";
        var redirect = reply.RedirectHost is { } elsewhere ? $", and sends to {elsewhere}" : "";
        return new GCException(ErrorIds.GatewayAnswered, $"{what} was answered by something else than Genesys Cloud: what came from {host} is HTTP {status}{redirect}{said}.")
        {
            StatusCode = status,
            CorrelationId = reply.CorrelationId,
            CanRetry = passes,
            RetryAt = retryAt,
            StopsBatch = stopsBatch,
            Advice = passes ? BusyAdvice : ErrorCatalog.Get(ErrorIds.GatewayAnswered).Advice,
        };
    }

    // As a browser would show them.
    private static string Words(HttpReply reply) =>
        Redaction.Cut(reply.Show(reply.IsPage ? WebUtility.HtmlDecode(Patterns.Markup.Replace(reply.RawText, " ")) : reply.RawText), MostWords);

    // Made when it is needed for the first time.
    private static class Patterns
    {
        // Without backtracking: the page is foreign text.
        public static readonly Regex Markup = new("<(?:style|script)[^>]*>[^<]*</[^>]*>|<[^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
