using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Transports;

/// <summary>The platform API: bearer token, quota, retries, and errors in words.</summary>
/// <param name="http">Client of the org, without base address.</param>
/// <param name="settings">Where the API is, and what its requests carry.</param>
/// <param name="tokens">The session's token.</param>
/// <param name="quota">The session's quota.</param>
/// <param name="retry">Retry rules.</param>
/// <param name="time">Clock.</param>
internal sealed class OrgApi(HttpClient http, SessionSettings settings, TokenSource tokens, QuotaGovernor quota, RetryRunner retry, TimeProvider time)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Makes a call without a body and reads its answer.</summary>
    public Task<TReply> GetAsync<TReply>(OrgCall call, JsonTypeInfo<TReply> replyType, int? maximumRetryCount, CancellationToken cancellationToken)
        where TReply : class => SendAsync(call, null, replyType, maximumRetryCount, cancellationToken);

    /// <summary>Makes a call with a JSON body and reads its answer.</summary>
    /// <exception cref="GCException">Refused, failed, or <see cref="ErrorIds.MessageOutcomeUnknown"/>.</exception>
    public Task<TReply> PostAsync<TBody, TReply>(
        OrgCall call, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TReply> replyType, int? maximumRetryCount, CancellationToken cancellationToken)
        where TReply : class => SendAsync(call, JsonSerializer.SerializeToUtf8Bytes(body, bodyType), replyType, maximumRetryCount, cancellationToken);

    private async Task<TReply> SendAsync<TReply>(OrgCall call, byte[]? body, JsonTypeInfo<TReply> replyType, int? maximumRetryCount, CancellationToken cancellationToken)
        where TReply : class
    {
        var pauses = 0;
        return await retry.RunAsync(new RetryRule(Attempts, maximumRetryCount), AttemptAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<TReply> AttemptAsync(CancellationToken token)
        {
            var bearer = await tokens.GetAsync(token).ConfigureAwait(false);
            var reply = await ExchangeAsync(call, body, bearer, token).ConfigureAwait(false);
            if (reply.Status == HttpStatusCode.Unauthorized)
            {
                bearer = await tokens.RefreshAsync(bearer, token).ConfigureAwait(false);
                reply = await ExchangeAsync(call, body, bearer, token).ConfigureAwait(false);
            }

            return reply.IsSuccess ? Understand(call, reply, replyType) : throw Failure(call, reply, pauses++);
        }
    }

    private async ValueTask<HttpReply> ExchangeAsync(OrgCall call, byte[]? body, string bearer, CancellationToken cancellationToken)
    {
        await quota.AcquireAsync(cancellationToken).ConfigureAwait(false);
        using var request = new HttpRequestMessage(call.Method, new Uri(settings.ApiBase, call.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        OrgHeaders.Apply(request, settings);
        using var content = body is null ? null : new OnceContent(body);
        if (content is not null)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Content = content;
        }

        try
        {
            var reply = await HttpExchange.SendAsync(http, request, Timeout, time, cancellationToken).ConfigureAwait(false);
            quota.Learn(reply.Number("inin-ratelimit-count"), reply.Number("inin-ratelimit-allowed"), reply.Number("inin-ratelimit-reset"));
            return reply;
        }
        catch (Exception e) when (call.Kind == OrgCallKind.Message && content?.Started == true)
        {
            throw Unknown(call, e is AttemptFailure failure ? failure.Error.Message : "The command was stopped while it waited for the answer.", null, e);
        }
    }

    private Exception Failure(OrgCall call, HttpReply reply, int pauses)
    {
        if (call.Kind == OrgCallKind.Message && (int)reply.Status >= 500)
        {
            return Unknown(call, $"The server answered {(int)reply.Status}.", reply, null);
        }

        var failure = AttemptFailure.FromStatus(reply, time, call.What);
        if (reply.Status == HttpStatusCode.TooManyRequests)
        {
            // Everyone waits: the quota is the session's, not this call's.
            var wait = (failure as AttemptFailure)?.Delay ?? retry.Backoff(pauses);
            quota.PauseUntil(time.GetUtcNow() + (wait < AttemptFailure.LongestPause ? wait : AttemptFailure.LongestPause));
        }

        return failure ?? OrgErrors.From(call, reply);
    }

    private static TReply Understand<TReply>(OrgCall call, HttpReply reply, JsonTypeInfo<TReply> type)
        where TReply : class =>
        reply.ReadJson(type)
        ?? throw (call.Kind == OrgCallKind.Message
            ? Unknown(call, $"The answer ({(int)reply.Status}) could not be read.", reply, null)
            : new GCException(ErrorIds.RequestInvalid, $"{call.What} got an answer that is not JSON (HTTP {(int)reply.Status}).")
            {
                Advice = "Check the region or the -Endpoint: something else may be answering there.",
                StatusCode = (int)reply.Status,
                CorrelationId = reply.CorrelationId,
            });

    private static GCException Unknown(OrgCall call, string reason, HttpReply? reply, Exception? cause) =>
        new(ErrorIds.MessageOutcomeUnknown, $"{call.What} may have been sent: {reason}", cause)
        {
            StatusCode = (int?)reply?.Status,
            CorrelationId = reply?.CorrelationId,
        };
}
