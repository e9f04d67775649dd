using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>The conversations of the org.</summary>
/// <param name="time">Clock.</param>
internal sealed class Conversations(TimeProvider time)
{
    private const int KeptChanges = 10_000;
    private readonly ConcurrentDictionary<string, Conversation> _byId = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that are going on.</summary>
    public IEnumerable<Conversation> Connected => _byId.Values.Where(conversation => conversation.IsConnected);

    /// <summary>Conversations as they were opened and as their state changed, oldest first; the newest of these.</summary>
    public NumberedLog<Conversation> Changes { get; } = new(KeptChanges);

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<Conversation> All => _byId.Values;

    /// <summary>Opens one.</summary>
    /// <param name="state">Its state.</param>
    /// <param name="startedAt">When it began; null for now.</param>
    /// <param name="endedAt">When it ended, where it is closed; null for now.</param>
    /// <param name="guestId">Its guest, whose address this is; null for a new one.</param>
    public Conversation Open(string state, DateTimeOffset? startedAt = null, DateTimeOffset? endedAt = null, string? guestId = null)
    {
        var now = time.GetUtcNow();
        return Put(new Conversation(NewId(), NewId(), NewId(), guestId ?? NewId(), state, startedAt ?? now, state == ConversationStates.Closed ? endedAt ?? now : null));
    }

    /// <summary>Changes the state of a conversation. An agent who comes back has a leg of its own.</summary>
    public Conversation? Set(string id, string state)
    {
        if (!_byId.TryGetValue(id, out var conversation))
        {
            return null;
        }

        var hasNewLeg = state == ConversationStates.Connected && !conversation.IsConnected;
        return Put(conversation with
        {
            State = state,
            CommunicationId = hasNewLeg ? NewId() : conversation.CommunicationId,
            EndedAt = state == ConversationStates.Closed ? conversation.EndedAt ?? time.GetUtcNow() : null,
        });
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
