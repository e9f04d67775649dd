using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>The conversations of the org.</summary>
internal sealed class Conversations
{
    private const int KeptChanges = 10_000;
    private readonly ConcurrentDictionary<string, Conversation> _byId = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that are going on.</summary>
    public IEnumerable<Conversation> Connected => _byId.Values.Where(conversation => conversation.IsConnected);

    /// <summary>Conversations as they were opened and as their state changed, oldest first; the newest of these.</summary>
    public NumberedLog<Conversation> Changes { get; } = new(KeptChanges);

    public Conversation Open(string state)
    {
        var conversation = new Conversation(NewId(), NewId(), NewId(), NewId(), state);
        return Put(conversation);
    }

    /// <summary>Changes the state of a conversation. An agent who comes back has a leg of its own.</summary>
    public Conversation? Set(string id, string state)
    {
        if (!_byId.TryGetValue(id, out var conversation))
        {
            return null;
        }

        var hasNewLeg = state == ConversationStates.Connected && !conversation.IsConnected;
        return Put(conversation with { State = state, CommunicationId = hasNewLeg ? NewId() : conversation.CommunicationId });
    }

    /// <summary>Forgets all but one.</summary>
    public void Restore(Conversation conversation)
    {
        _byId.Clear();
        Changes.Clear();
        Put(conversation);
    }

    public Conversation? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The conversation of a guest, on a channel or on any.</summary>
    public Conversation? FindByGuest(string? channelId, string guestId) =>
        _byId.Values.FirstOrDefault(conversation => (channelId is null || conversation.ChannelId == channelId) && conversation.GuestId == guestId);

    private Conversation Put(Conversation conversation)
    {
        Changes.Add(conversation);
        return _byId[conversation.ConversationId] = conversation;
    }

    private static string NewId() => Guid.NewGuid().ToString();
}
