using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// The messages of a conversation that the org answers for no longer, out of its recordings (docs/protocol.md, Bringing files back). Those are
/// fetched from an archive when they are asked for, which takes a while.
/// </summary>
/// <param name="api">The org.</param>
/// <param name="host">The org's host, for what answers in its place.</param>
/// <param name="time">Clock.</param>
internal sealed class RecordingReader(OrgApi api, string host, TimeProvider time)
{
    private const int Looks = 12;
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The recorded messages, in the order of time.</summary>
    /// <exception cref="GCException">The conversation is unknown here too, the recordings take too long, and what the call itself may meet.</exception>
    public async Task<IReadOnlyList<RecordedMessageBody>> ReadAsync(string conversationId, CallContext context, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Get,
            $"api/v2/conversations/{Uri.EscapeDataString(conversationId)}/recordings?maxWaitMs=5000",
            OrgCallKind.Repeatable,
            $"Reading recordings of conversation {conversationId}",
            $"conversation {conversationId}",
            "the permission recording:recording:view");
        for (var look = 0; look < Looks; look++)
        {
            var reply = await api.GetAsync(call, context, cancellationToken).ConfigureAwait(false);
            if (reply.Status != System.Net.HttpStatusCode.Accepted)
            {
                var recordings = OrgAnswers.Understand(call, reply, ReceivingJson.Default.ItemsRecordingBody, host);
                reply.Release();
                return [.. recordings.SelectMany(recording => recording.MessagingTranscript ?? []).Where(message => IdConverter.IsId(message.Id)).OrderBy(message => message.Timestamp ?? DateTimeOffset.MaxValue)];
            }

            var wait = reply.RetryAfter(time) is { } asked && asked > TimeSpan.Zero ? asked : UsualWait;
            context.Log?.Verbose($"{call.What}: they are being fetched from the archive.");
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken).ConfigureAwait(false);
        }

        throw new GCException(ErrorIds.Timeout, $"{call.What} takes too long: they are still being fetched from the archive.") { Advice = "Ask again later." };
    }
}
