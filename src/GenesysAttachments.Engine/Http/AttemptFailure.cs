using System.Globalization;
using System.Net;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Http;

/// <summary>One attempt failed in a way that another may not. Never leaves the transports: the last one is unwrapped.</summary>
/// <param name="error">What the user sees when no attempt is left.</param>
/// <param name="delay">The wait the server asked for, if it did.</param>
internal sealed class AttemptFailure(GCException error, TimeSpan? delay = null) : Exception(error.Message, error)
{
    public GCException Error { get; } = error;

    public TimeSpan? Delay { get; } = delay;

    /// <summary>The failure for 407, 429 and 5xx, or null for any other status. Of 5xx only those that pass by themselves are tried again.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="policy">Says what is too long to wait.</param>
    /// <param name="time">Clock, for <c>Retry-After</c> as a date.</param>
    /// <param name="what">The call in words.</param>
    /// <param name="words">What a 5xx says of itself.</param>
    /// <param name="retryAnyServerError">Tries again after any 5xx, as a sign-in may.</param>
    public static Exception? FromStatus(HttpReply reply, RetryPolicy policy, TimeProvider time, string what, ServerWords words = default, bool retryAnyServerError = false)
    {
        var status = (int)reply.Status;
        if (reply.Status == HttpStatusCode.TooManyRequests)
        {
            return RateLimited(reply, policy, time, what);
        }

        if (reply.Status == HttpStatusCode.ProxyAuthenticationRequired)
        {
            return ProxyRefusals.Answered(what, reply.ProxyChallenges);
        }

        if (status < 500)
        {
            return null;
        }

        var wait = reply.RetryAfter(time);
        var error = new GCException(ErrorIds.RetriesExhausted, $"{what} is failing: the server answered {status}{(status is 502 or 504 ? ", busy (latency)" : "")}{words.AsEnding}.")
        {
            StatusCode = status,
            ServerCode = words.Code,
            CorrelationId = reply.CorrelationId ?? words.ContextId,
            RetryAt = wait is null ? null : time.GetUtcNow() + wait,
        };
        var passes = retryAnyServerError || status is 502 or 503 or 504;
        return passes && !(wait > policy.LongestRetryAfter) ? new AttemptFailure(error, wait) : error;
    }

    private static Exception RateLimited(HttpReply reply, RetryPolicy policy, TimeProvider time, string what)
    {
        var wait = reply.RetryAfter(time);
        var tooLong = wait > policy.LongestRetryAfter;
        var error = new GCException(
            ErrorIds.RateLimited,
            wait is null
                ? $"{what} met the rate limit."
                : string.Create(CultureInfo.InvariantCulture, $"{what} met the rate limit; the server asks to wait {wait.Value.TotalSeconds:0} s."))
        {
            StatusCode = 429,
            CorrelationId = reply.CorrelationId,
            RetryAt = time.GetUtcNow() + (wait ?? TimeSpan.FromMinutes(1)),
            StopsBatch = tooLong,
        };
        return tooLong ? error : new AttemptFailure(error, wait);
    }
}
