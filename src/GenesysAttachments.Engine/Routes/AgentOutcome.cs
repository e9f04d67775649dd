using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>
/// Settles a message whose answer was lost by reading the conversation: what its leg sent since, message by message, until one carries
/// what was to be sent. Not finding it proves nothing; the platform may still be at work on it.
/// </summary>
/// <param name="api">The org.</param>
/// <param name="reader">Reads conversations.</param>
/// <param name="time">Clock.</param>
internal sealed class AgentOutcome(OrgApi api, ConversationReader reader, TimeProvider time)
{
    private const int Looks = 3;
    private const int MostMessages = 20;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    // The platform's clock and ours need not agree.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>The message that carries it; null when none is seen.</summary>
    /// <param name="leg">Conversation and communication it was posted to.</param>
    /// <param name="body">What was posted.</param>
    /// <param name="since">When it was posted.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<AgentMessageReply?> FindAsync(Target leg, AgentMessageRequest body, DateTimeOffset since, CallContext context, CancellationToken cancellationToken)
    {
        // A media id is sent once; the same words may have been sent a minute ago.
        var from = body.MediaIds is null ? since : since - Skew;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var look = 0; look < Looks; look++)
        {
            if (look > 0)
            {
                await Task.Delay(Between, time, cancellationToken).ConfigureAwait(false);
            }

            foreach (var id in (await ReadIdsAsync(leg, from, context, cancellationToken).ConfigureAwait(false)).Where(seen.Add))
            {
                var message = await ReadAsync(leg, id, context, cancellationToken).ConfigureAwait(false);
                if (Carries(message.NormalizedMessage, body))
                {
                    return message;
                }
            }
        }

        return null;
    }

    private static bool Carries(NormalizedMessageBody? message, AgentMessageRequest body) => body.MediaIds is { } media
        ? message?.Content?.Any(content => content.Attachment?.Id is { } id && media.Contains(id)) == true
        : body.TextBody is { } text && message?.Text == text;

    private async Task<IEnumerable<string>> ReadIdsAsync(Target leg, DateTimeOffset from, CallContext context, CancellationToken cancellationToken)
    {
        var conversation = await reader.ReadAsync(leg.ConversationId!, context, cancellationToken).ConfigureAwait(false);
        return (conversation.Participants ?? [])
            .SelectMany(participant => participant.Messages ?? [])
            .Where(one => string.Equals(one.Id, leg.CommunicationId, StringComparison.OrdinalIgnoreCase))
            .SelectMany(one => one.Messages ?? [])
            .Where(message => message.MessageId is not null && !(message.MessageTime < from))
            .OrderByDescending(message => message.MessageTime)
            .Take(MostMessages)
            .Select(message => message.MessageId!);
    }

    private Task<AgentMessageReply> ReadAsync(Target leg, string messageId, CallContext context, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Get,
            $"api/v2/conversations/messages/{Uri.EscapeDataString(leg.ConversationId!)}/messages/{Uri.EscapeDataString(messageId)}",
            OrgCallKind.Repeatable,
            $"Reading message {messageId}",
            $"message {messageId}",
            "one of the permissions conversation:message:view, conversation:webmessaging:view");
        return api.GetAsync(call, RouteJson.Default.AgentMessageReply, context, cancellationToken);
    }
}
