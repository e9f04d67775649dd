using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>
/// Settles a message whose answer was lost by reading the conversation: what its leg sent since, in one call, until a message carries what
/// was to be sent. Not finding it proves nothing; the platform may still be at work on it.
/// </summary>
/// <param name="api">The org.</param>
/// <param name="reader">Reads conversations.</param>
/// <param name="time">Clock.</param>
internal sealed class AgentOutcome(OrgApi api, ConversationReader reader, TimeProvider time)
{
    private const int Looks = 3;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private readonly AgentMessages _messages = new(api);

    // The platform's clock and ours need not agree.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    // A request that was made right before its process ended may have waited for its turn before that.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    // What is older shows at the first look, or not at all.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>The message that carries it; null when none is seen.</summary>
    /// <param name="leg">Conversation and communication it was posted to.</param>
    /// <param name="body">What was posted.</param>
    /// <param name="since">When it was posted.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task<AgentMessageReply?> FindAsync(Target leg, AgentMessageRequest body, DateTimeOffset since, CallContext context, CancellationToken cancellationToken) =>
        // A media id is sent once; the same words may have been sent a minute ago.
        FindAsync(leg, body, body.MediaIds is null ? since : since - Skew, DateTimeOffset.MaxValue, Looks, context, cancellationToken);

    /// <summary>The message of an earlier process that carries it, looked for around the time when it was to be sent; null when none is seen.</summary>
    public Task<AgentMessageReply?> FindAroundAsync(Target leg, AgentMessageRequest body, DateTimeOffset at, CallContext context, CancellationToken cancellationToken) =>
        FindAsync(leg, body, at - Skew, at + Window, time.GetUtcNow() - at < Fresh ? Looks : 1, context, cancellationToken);

    private async Task<AgentMessageReply?> FindAsync(
        Target leg, AgentMessageRequest body, DateTimeOffset from, DateTimeOffset to, int looks, CallContext context, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var look = 0; look < looks; look++)
        {
            if (look > 0)
            {
                await Task.Delay(Between, time, cancellationToken).ConfigureAwait(false);
            }

            var ids = (await ReadIdsAsync(leg, from, to, context, cancellationToken).ConfigureAwait(false)).Where(seen.Add).ToArray();
            var messages = ids.Length == 0 ? [] : await _messages.ReadAsync(leg.ConversationId!, ids, context, cancellationToken).ConfigureAwait(false);
            if (messages.FirstOrDefault(message => Carries(message.NormalizedMessage, body)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool Carries(NormalizedMessageBody? message, AgentMessageRequest body) => body.MediaIds is { } media
        ? message?.Content?.Any(content => content.Attachment?.Id is { } id && media.Contains(id)) == true
        : body.TextBody is { } text && message?.Text == text;

    private async Task<IEnumerable<string>> ReadIdsAsync(Target leg, DateTimeOffset from, DateTimeOffset to, CallContext context, CancellationToken cancellationToken)
    {
        var conversation = await reader.ReadAsync(leg.ConversationId!, context, cancellationToken).ConfigureAwait(false);
        return (conversation.Participants ?? [])
            .SelectMany(participant => participant.Messages ?? [])
            .Where(one => string.Equals(one.Id, leg.CommunicationId, StringComparison.OrdinalIgnoreCase))
            .SelectMany(one => one.Messages ?? [])
            .Where(message => message.MessageId is not null && !(message.MessageTime < from) && !(message.MessageTime > to))
            .OrderByDescending(message => message.MessageTime)
            .Take(AgentMessages.MostIds)
            .Select(message => message.MessageId!);
    }
}
