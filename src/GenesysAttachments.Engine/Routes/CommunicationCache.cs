using System.Collections.Concurrent;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;

namespace GenesysAttachments.Engine.Routes;

/// <summary>The agent leg of each conversation, looked up once per command: 5 workers on one conversation make one request.</summary>
/// <param name="reader">Reads conversations.</param>
internal sealed class CommunicationCache(ConversationReader reader)
{
    // A batch over more conversations than this looks some up again rather than remember them all.
    private const int MostEntries = 4096;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The communication id of the one connected agent leg.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationClosed"/>, <see cref="ErrorIds.TargetAmbiguous"/>, or the reading's own.</exception>
    public async Task<string> GetAsync(string conversationId, CallContext context, CancellationToken cancellationToken)
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

            return entry.CommunicationId ??= Pick(await reader.GetStandingAsync(conversationId, context, cancellationToken).ConfigureAwait(false));
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

    private static string Pick(ConversationStanding conversation)
    {
        var (id, agents) = (conversation.ConversationId, conversation.Legs.Where(leg => leg.Purpose == "agent").ToList());
        return agents.Count switch
        {
            1 => agents[0].CommunicationId,
            0 when conversation.State == ConversationStates.Waiting => throw new GCException(ErrorIds.ConversationClosed, $"Conversation {id} has no connected agent leg to send from: it is {conversation.State}.")
            {
                Advice = "Send again when an agent has taken the conversation; Get-GCConversation shows its state.",
                CanRetry = true,
            },
            0 => throw new GCException(ErrorIds.ConversationClosed, $"Conversation {id} has no connected agent leg to send from: it is {conversation.State}."),
            _ => throw new GCException(ErrorIds.TargetAmbiguous, $"Conversation {id} has {agents.Count} connected agent legs: {Redaction.List([.. agents.Select(leg => leg.CommunicationId)])}.")
            {
                Advice = "Say which with -CommunicationId; Get-GCConversation shows who is on each.",
            },
        };
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public string? CommunicationId { get; set; }

        public GCException? Failure { get; set; }
    }
}
