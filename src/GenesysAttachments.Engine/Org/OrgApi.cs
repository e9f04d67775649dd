using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Org;

/// <summary>The platform API: bearer token, quota, retries, and errors in words.</summary>
/// <param name="http">Client of the org, without base address.</param>
/// <param name="settings">Where the API is, and what its requests carry.</param>
/// <param name="tokens">The session's token.</param>
/// <param name="secrets">What the session must never show.</param>
/// <param name="quota">The session's quota.</param>
/// <param name="retry">Retry rules.</param>
/// <param name="time">Clock.</param>
internal sealed class OrgApi(HttpMessageInvoker http, SessionSettings settings, TokenSource tokens, SessionSecrets secrets, QuotaGovernor quota, RetryRunner retry, TimeProvider time)
{
    private const int Attempts = 5;
    private const int UploadAttempts = 4;
    private const int IndexWaits = 3;
    private readonly string _base = settings.ApiBase.AbsoluteUri;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The host that it calls.</summary>
    public string Host => settings.ApiBase.Host;

    /// <summary>Makes a call without a body and reads its answer.</summary>
    public Task<TReply> GetAsync<TReply>(OrgCall call, JsonTypeInfo<TReply> replyType, CallContext context, CancellationToken cancellationToken)
        where TReply : class => ReadAsync(call, SendAsync(call, null, context, cancellationToken), replyType);

    /// <summary>Makes a call without a body whose answer, if it succeeds, may be anything.</summary>
    /// <exception cref="GCException">Refused or failed.</exception>
    public Task<HttpReply> GetAsync(OrgCall call, CallContext context, CancellationToken cancellationToken) => SendAsync(call, null, context, cancellationToken);

    /// <summary>Makes a call with a JSON body and reads its answer.</summary>
    /// <exception cref="GCException">Refused, failed, or <see cref="ErrorIds.MessageOutcomeUnknown"/>.</exception>
    public Task<TReply> PostAsync<TBody, TReply>(
        OrgCall call, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TReply> replyType, CallContext context, CancellationToken cancellationToken)
        where TReply : class => ReadAsync(call, PostAsync(call, body, bodyType, context, cancellationToken), replyType);

    /// <summary>Makes a call with a JSON body whose answer, if it succeeds, may be anything.</summary>
    /// <exception cref="GCException">Refused, failed, or <see cref="ErrorIds.MessageOutcomeUnknown"/>.</exception>
    public Task<HttpReply> PostAsync<TBody>(OrgCall call, TBody body, JsonTypeInfo<TBody> bodyType, CallContext context, CancellationToken cancellationToken) =>
        SendAsync(call, JsonSerializer.SerializeToUtf8Bytes(body, bodyType), context, cancellationToken);

    /// <summary>Posts a file as a form. Each attempt opens it anew; only what cannot have been acted on is tried again.</summary>
    /// <param name="call">The call. Of a message, what was written whole is never sent again.</param>
    /// <param name="file">The file.</param>
    /// <param name="fields">Text fields of the form.</param>
    /// <param name="context">Told attempts, bytes and hash.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="GCException">Refused, failed, or <see cref="ErrorIds.MessageOutcomeUnknown"/>.</exception>
    public Task<HttpReply> PostFileAsync(
        OrgCall call, Attachment file, IReadOnlyList<KeyValuePair<string, string>> fields, CallContext context, CancellationToken cancellationToken) =>
        // A form that is a message is not sent again after any answer, not even a 429: that rule is for bodies of a few bytes.
        RunAsync(
            call,
            UploadAttempts,
            (bearer, token) => UploadAsync(call, file, fields, context, bearer, token),
            anyAnswerIsFinal: call.Kind == OrgCallKind.Message,
            context,
            cancellationToken);

    /// <summary>The same, and reads the answer.</summary>
    /// <exception cref="GCException">Refused, failed, or <see cref="ErrorIds.AnswerInvalid"/>.</exception>
    public Task<TReply> PostFileAsync<TReply>(OrgCall call, Attachment file, JsonTypeInfo<TReply> replyType, CallContext context, CancellationToken cancellationToken)
        where TReply : class => ReadAsync(call, PostFileAsync(call, file, [], context, cancellationToken), replyType);

    /// <summary>Takes out of what is shown what the session, and the work, must not show: an answer may repeat what it was asked with.</summary>
    public SecretMask MaskOf(CallContext context) => context.Transfer.MaskOver(secrets.Mask);

    private Task<HttpReply> SendAsync(OrgCall call, byte[]? body, CallContext context, CancellationToken cancellationToken)
    {
        var made = 0;
        return RunAsync(call, Attempts, ExchangeAsync, anyAnswerIsFinal: false, context, cancellationToken);

        ValueTask<HttpReply> ExchangeAsync(string bearer, CancellationToken token)
        {
            context.Transfer.Count(again: made++ > 0);
            return this.ExchangeAsync(call, body, context, bearer, token);
        }
    }

    private async Task<HttpReply> RunAsync(
        OrgCall call, int attempts, Func<string, CancellationToken, ValueTask<HttpReply>> exchange, bool anyAnswerIsFinal, CallContext context, CancellationToken cancellationToken)
    {
        var (pauses, indexWaits, started) = (0, 0, time.GetTimestamp());
        try
        {
            return await retry.RunAsync(new RetryRule(attempts, context.MaximumRetryCount), context.Log, AttemptAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (GCException e)
        {
            // What the call is about may have come from the org as well: the id of a leg, for one.
            throw e.Masked(MaskOf(context));
        }

        async ValueTask<HttpReply> AttemptAsync(CancellationToken token)
        {
            var marked = call.Kind == OrgCallKind.Message ? MarkedAsync : exchange;
            var bearer = await tokens.GetAsync(context.Log, token).ConfigureAwait(false);
            var reply = await marked(bearer, token).ConfigureAwait(false);
            if (reply.Status == HttpStatusCode.Unauthorized && tokens.CanRefresh)
            {
                bearer = await tokens.RefreshAsync(bearer, context.Log, token).ConfigureAwait(false);
                reply = await marked(bearer, token).ConfigureAwait(false);
            }

            if (reply.IsSuccess || (call.TakesRedirect && reply.Location is not null))
            {
                return reply;
            }

            var failure = OrgErrors.SaysUploadUnknown(call, reply) ? UploadUnknown(reply) : Failure(call, reply, pauses++);
            throw anyAnswerIsFinal && failure is AttemptFailure passing ? passing.Error : failure;
        }

        // A message that was refused, or whose request did not leave, has not gone; one that met an error of the server may have.
        async ValueTask<HttpReply> MarkedAsync(string bearer, CancellationToken token)
        {
            var hasGone = true;
            try
            {
                var reply = await exchange(bearer, token).ConfigureAwait(false);
                hasGone = MayHaveTaken(reply);
                return reply;
            }
            catch (Exception e) when (e is not GCException { OutcomeUnknown: true })
            {
                hasGone = false;
                throw;
            }
            finally
            {
                if (!hasGone)
                {
                    context.Marks?.Withdrawn();
                }
            }
        }

        // The bytes are there and the index of uploads lags behind: what was refused has not gone, and may go a little later.
        Exception UploadUnknown(HttpReply reply)
        {
            var refusal = OrgErrors.From(call, reply, tokens.CanRefresh);
            return indexWaits < IndexWaits ? new AttemptFailure(refusal, retry.Policy.Wait(indexWaits++)) : refusal.AfterAttempts(pauses + indexWaits + 1, time.GetElapsedTime(started));
        }
    }

    private async Task<TReply> ReadAsync<TReply>(OrgCall call, Task<HttpReply> exchange, JsonTypeInfo<TReply> type)
        where TReply : class
    {
        var reply = await exchange.ConfigureAwait(false);
        var understood = OrgAnswers.Understand(call, reply, type, settings.ApiBase.Host);
        reply.Release();
        return understood;
    }

    private async ValueTask<HttpReply> UploadAsync(
        OrgCall call, Attachment file, IReadOnlyList<KeyValuePair<string, string>> fields, CallContext context, string bearer, CancellationToken cancellationToken)
    {
        await BeginAsync(call, context, cancellationToken).ConfigureAwait(false);
        using var upload = await FileUpload.OpenAsync(file, context.Transfer, time, cancellationToken).ConfigureAwait(false);
        using var content = new FormContent(file, fields, upload.Body);
        using var request = Request(call, bearer, content);
        var mask = MaskOf(context);
        using var trace = AttemptTrace.Begin("org", call.Method.Method, request.RequestUri!, call.What, mask, time, context.Log);
        try
        {
            var reply = await upload.SendAsync(http, request, mask, readsSuccess: true, holdsForAll: true).ConfigureAwait(false);
            quota.Learn(reply.Number("inin-ratelimit-count"), reply.Number("inin-ratelimit-allowed"), reply.Number("inin-ratelimit-reset"));
            context.Transfer.Sha256 = upload.Body.Sha256;
            context.Transfer.MayHaveSent |= call.Kind == OrgCallKind.Message && MayHaveTaken(reply);
            trace.Answered((int)reply.Status, reply.CorrelationId, file.Length);
            if (reply.IsSuccess)
            {
                CheckUnchanged(call, upload);
            }

            return reply;
        }
        catch (Exception e) when (content.Completed && call.Kind == OrgCallKind.Message && e is not GCException { ErrorId: not ErrorIds.AnswerInvalid })
        {
            throw OrgAnswers.Lost(call, e, context, cancellationToken);
        }
        catch (Exception e) when (content.Completed && e is AttemptFailure or OperationCanceledException or HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var failure = e as AttemptFailure ?? NetworkFailures.Of(request.RequestUri!, e, mask);
            throw (failure as AttemptFailure)?.Error ?? failure;
        }
    }

    private static bool MayHaveTaken(HttpReply reply) => reply.IsSuccess || (int)reply.Status >= 500;

    private static void CheckUnchanged(OrgCall call, FileUpload upload)
    {
        try
        {
            upload.CheckUnchanged();
        }
        catch (GCException e) when (call.Kind == OrgCallKind.Message)
        {
            throw OrgAnswers.Unknown(call, $"{e.Message} What arrived may be neither the old nor the new file.", null, e);
        }
    }

    // The mark comes after all waits: who is ended in one has not sent it. It may take its time as well, and the turn be over by then.
    private async ValueTask BeginAsync(OrgCall call, CallContext context, CancellationToken cancellationToken)
    {
        ISharedTurn? turn;
        do
        {
            turn = await quota.AcquireAsync(context.Share, context.Log, cancellationToken).ConfigureAwait(false);
            if (call.Kind == OrgCallKind.Message && context.Marks is { } marks)
            {
                await marks.PostingAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        while (turn is { HasPassed: true });
    }

    // A connection may take its time to come about, and a process may be frozen.
    private static void CheckLeaving(OrgCall call, IMessageMarks marks)
    {
        if (!marks.MayLeave)
        {
            throw new AttemptFailure(new GCException(ErrorIds.Timeout, $"{call.What} was held up on this machine for too long to leave."), TimeSpan.Zero);
        }
    }

    private HttpRequestMessage Request(OrgCall call, string bearer, HttpContent? content)
    {
        var request = new HttpRequestMessage(call.Method, call.Under(_base)) { Content = content };
        // Never without validation: a line break in a token would begin a header of its own.
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        OrgHeaders.Apply(request, settings);
        return request;
    }

    private async ValueTask<HttpReply> ExchangeAsync(OrgCall call, byte[]? body, CallContext context, string bearer, CancellationToken cancellationToken)
    {
        await BeginAsync(call, context, cancellationToken).ConfigureAwait(false);
        using var content = body is null ? null : new OnceContent(body, call.Kind == OrgCallKind.Message && context.Marks is { } marks ? () => CheckLeaving(call, marks) : null);
        using var request = Request(call, bearer, content);
        var mask = MaskOf(context);
        using var trace = AttemptTrace.Begin("org", call.Method.Method, request.RequestUri!, call.What, mask, time, context.Log);
        try
        {
            var reply = await HttpExchange.SendAsync(http, request, mask, Timeout, time, cancellationToken).ConfigureAwait(false);
            quota.Learn(reply.Number("inin-ratelimit-count"), reply.Number("inin-ratelimit-allowed"), reply.Number("inin-ratelimit-reset"));
            context.Transfer.MayHaveSent |= call.Kind == OrgCallKind.Message && MayHaveTaken(reply);
            trace.Answered((int)reply.Status, reply.CorrelationId);
            return reply;
        }
        catch (Exception e) when (call.Kind == OrgCallKind.Message && content?.Started == true)
        {
            throw OrgAnswers.Lost(call, e, context, cancellationToken);
        }
    }

    private Exception Failure(OrgCall call, HttpReply reply, int pauses)
    {
        var words = (int)reply.Status >= 500 ? OrgErrors.WordsOf(reply) : default;
        if (call.Kind == OrgCallKind.Message && MayHaveTaken(reply))
        {
            return OrgAnswers.Unknown(call, $"The server answered {(int)reply.Status}{words.AsEnding}.", reply, null, words);
        }

        var failure = AttemptFailure.FromStatus(reply, retry.Policy, time, call.What, words);
        if (reply.Status == HttpStatusCode.TooManyRequests)
        {
            // Everyone waits: the quota is the session's, not this call's.
            var wait = (failure as AttemptFailure)?.Delay ?? retry.Backoff(pauses);
            quota.PauseFor(wait < retry.Policy.LongestRetryAfter ? wait : retry.Policy.LongestRetryAfter);
            quota.Tell(reply.RetryAfter(time) ?? wait, failure?.Message ?? $"{call.What} met the rate limit.");
            if (failure is GCException { StopsBatch: true, RetryAt: { } until } parked && reply.RetryAfter(time) is { } tooLong)
            {
                quota.Park(tooLong, until, parked.Message);
            }
        }

        return OrgErrors.IsFromOrg(call, reply) ? failure ?? OrgErrors.From(call, reply, tokens.CanRefresh) : GatewayReply.InPlaceOf(failure, reply, call.What, settings.ApiBase.Host);
    }
}
