using System.Collections.Concurrent;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;

namespace GenesysAttachments.Engine.Routes;

/// <summary>
/// The agent leg of each conversation of a command: read once, whoever asks and however many at a time, and again once where it turns out to
/// be gone. What a conversation refused is remembered as long as the command lasts, what it has as long as the session.
/// </summary>
/// <param name="reader">Reads conversations.</param>
/// <param name="known">Legs that the session knows.</param>
internal sealed class CommunicationCache(ConversationReader reader, KnownLegs known)
{
    // A batch over more conversations than this forgets what some refused rather than remember them all.
    private const int MostEntries = 4096;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _gone = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The communication id of the one connected agent leg.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationClosed"/>, <see cref="ErrorIds.TargetAmbiguous"/>, or the reading's own.</exception>
    public async Task<string> GetAsync(string conversationId, CallContext context, CancellationToken cancellationToken) =>
        known.Find(conversationId) ?? await ReadAsync(conversationId, context, cancellationToken).ConfigureAwait(false);

    /// <summary>The leg that has taken the place of one that is gone; null where none has.</summary>
    /// <exception cref="GCException">As of <see cref="GetAsync"/>.</exception>
    public async Task<string?> GetAfterAsync(string conversationId, string gone, CallContext context, CancellationToken cancellationToken)
    {
        Forget(conversationId, gone);
        var now = await GetAsync(conversationId, context, cancellationToken).ConfigureAwait(false);
        return now.Equals(gone, StringComparison.OrdinalIgnoreCase) ? null : now;
    }

    /// <summary>Has the conversation read again by whoever needs it next, once for each leg: what is refused on it may have another reason.</summary>
    public void Forget(string conversationId, string gone)
    {
        // Whoever comes second must not find it still known.
        lock (_gone)
        {
            if (_gone.Add(gone))
            {
                known.Forget(conversationId, gone);
            }
        }
    }

    private async Task<string> ReadAsync(string conversationId, CallContext context, CancellationToken cancellationToken)
    {
        if (_entries.Count >= MostEntries)
        {
            _entries.Clear();
        }

        var entry = _entries.GetOrAdd(conversationId, _ => new Entry());
        await entry.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (entry.Failure is { } failure)
            {
                throw failure;
            }

            // Whoever waited here finds what the one before it has read.
            if (known.Find(conversationId) is { } leg)
            {
                return leg;
            }

            var standing = await reader.GetStandingAsync(conversationId, context, cancellationToken).ConfigureAwait(false);
            leg = Pick(standing);
            known.Learn(standing);
            return leg;
        }
        catch (GCException e) when (!e.CanRetry || e.ErrorId == ErrorIds.ConversationClosed)
        {
            entry.Failure = e;
            throw;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>The communication id of a conversation's one connected agent leg.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationClosed"/> or <see cref="ErrorIds.TargetAmbiguous"/>.</exception>
    public static string Pick(ConversationStanding conversation)
    {
        var id = conversation.ConversationId;
        return conversation.AgentLegs switch
        {
            [var leg] => leg.CommunicationId,
            [] when conversation.State == ConversationStates.Waiting => throw new GCException(ErrorIds.ConversationClosed, $"Conversation {id} has no connected agent leg to send from: it is {conversation.State}.")
            {
                Advice = "Send again when an agent has taken the conversation; Get-GCConversation shows its state.",
                CanRetry = true,
            },
            [] => throw new GCException(ErrorIds.ConversationClosed, $"Conversation {id} has no connected agent leg to send from: it is {conversation.State}."),
            var agents => throw new GCException(ErrorIds.TargetAmbiguous, $"Conversation {id} has {agents.Count} connected agent legs: {Redaction.List([.. agents.Select(leg => leg.CommunicationId)])}.")
            {
                Advice = "Say which with -CommunicationId; Get-GCConversation shows who is on each.",
            },
        };
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public GCException? Failure { get; set; }
    }
}
