using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>Every message so far, by its id and by the leg it stands on.</summary>
internal sealed class Messages
{
    // As many as are read in one go without effort; nobody reads further back here.
    private const int MostTold = 5000;
    private readonly NumberedLog<SentMessage> _rows = new(int.MaxValue);
    private readonly ConcurrentDictionary<string, OrgMessage> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<(string ConversationId, bool IsInbound), ConcurrentQueue<OrgMessage>> _byLeg = new();

    /// <summary>All of them as they arrived, oldest first.</summary>
    public NumberedLog<SentMessage> Rows => _rows;

    public void Add(OrgMessage message)
    {
        _byId[message.Id] = message;
        _byLeg.GetOrAdd((message.Conversation.ConversationId, message.IsInbound), _ => new()).Enqueue(message);
        _rows.Add(message.Row);
    }

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<OrgMessage> All => _byId.Values;

    public OrgMessage? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The newest messages from a conversation's customer, or to them; oldest first.</summary>
    public IEnumerable<OrgMessage> Tell(Conversation conversation, bool isInbound) =>
        _byLeg.TryGetValue((conversation.ConversationId, isInbound), out var all) ? all.Skip(Math.Max(0, all.Count - MostTold)) : [];

    /// <summary>Both sides of a conversation, oldest first.</summary>
    public IEnumerable<OrgMessage> Of(Conversation conversation) =>
        Tell(conversation, isInbound: true).Concat(Tell(conversation, isInbound: false)).OrderBy(message => message.At);

    public void Clear()
    {
        _rows.Clear();
        _byId.Clear();
        _byLeg.Clear();
    }
}
