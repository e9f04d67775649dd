using System.Text.Json.Serialization.Metadata;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Org;

/// <summary>What an answer of the org means where it succeeded, or where there is none to a message.</summary>
internal static class OrgAnswers
{
    /// <summary>What a successful answer says.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.AnswerInvalid"/>, <see cref="ErrorIds.GatewayAnswered"/>, or, of a message, <see cref="ErrorIds.MessageOutcomeUnknown"/>.</exception>
    public static TReply Understand<TReply>(OrgCall call, HttpReply reply, JsonTypeInfo<TReply> type, string host)
        where TReply : class =>
        reply.ReadJson(type, out var problem)
        ?? throw (call.Kind == OrgCallKind.Message
            ? Unknown(call, $"The answer ({(int)reply.Status}) could not be read: {problem}.", reply, null)
            : reply.IsPage ? GatewayReply.InPlaceOf(null, reply, call.What, host)
            : new GCException(ErrorIds.AnswerInvalid, $"{call.What} got an answer (HTTP {(int)reply.Status}) that cannot be used: {problem}.")
            {
                StatusCode = (int)reply.Status,
                CorrelationId = reply.CorrelationId,
            });

    /// <summary>The error of a message that may have gone.</summary>
    public static GCException Unknown(OrgCall call, string reason, HttpReply? reply, Exception? cause, ServerWords words = default) =>
        new(ErrorIds.MessageOutcomeUnknown, $"{call.What} may have been sent: {reason}", cause)
        {
            StatusCode = (int?)reply?.Status,
            ServerCode = words.Code,
            CorrelationId = reply?.CorrelationId ?? words.ContextId,
        };

    /// <summary>The error of a message that was written and got no answer; whatever broke it off, a bug of ours too.</summary>
    public static GCException Lost(OrgCall call, Exception e, CallContext context, CancellationToken cancellationToken)
    {
        context.Transfer.MayHaveSent = true;
        if (((e as AttemptFailure)?.Error ?? e as GCException) is { } failure)
        {
            return Unknown(call, failure.Message, null, e);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Unknown(call, "The command was stopped while it waited for the answer.", null, e);
        }

        context.Log?.Debug($"A bug of the module, at {call.What}: {Redaction.Whole(e.ToString())}");
        return Unknown(call, $"{e.GetType().Name} broke off the wait for its answer.", null, e);
    }
}
