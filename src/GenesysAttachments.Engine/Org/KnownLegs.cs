using System.Collections.Concurrent;

namespace GenesysAttachments.Engine.Org;

/// <summary>The agent legs that a session has read of, by conversation: each is kept until a call is refused that needed it.</summary>
internal sealed class KnownLegs
{
    // A session that meets more conversations than this reads some again rather than remember them all.
    private const int MostEntries = 4096;

    private readonly ConcurrentDictionary<string, string> _legs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The communication id of the conversation's one connected agent leg; null where it is not known.</summary>
    public string? Find(string conversationId) => _legs.GetValueOrDefault(conversationId);

    /// <summary>Takes in what a conversation was just read to be.</summary>
    public void Learn(ConversationStanding conversation)
    {
        if (_legs.Count >= MostEntries)
        {
            _legs.Clear();
        }

        if (conversation.AgentLegs is [var leg])
        {
            _legs[conversation.ConversationId] = leg.CommunicationId;
        }
        else
        {
            _legs.TryRemove(conversation.ConversationId, out _);
        }
    }

    /// <summary>Forgets a leg, unless another has taken its place.</summary>
    public void Forget(string conversationId, string communicationId) => _legs.TryRemove(new(conversationId, communicationId));
}
