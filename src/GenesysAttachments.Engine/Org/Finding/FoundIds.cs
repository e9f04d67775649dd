namespace GenesysAttachments.Engine.Org.Finding;

/// <summary>Which conversations were told already, as long as they may turn up again.</summary>
internal sealed class FoundIds
{
    // Work on a conversation goes on for a while after its end.
    private static readonly TimeSpan Afterwards = TimeSpan.FromDays(1);
    private readonly Dictionary<string, DateTimeOffset?> _ends = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes one in; false where it was told before.</summary>
    public bool Add(FoundConversationBody conversation) => conversation.ConversationId is { } id && _ends.TryAdd(id, conversation.ConversationEnd);

    /// <summary>Forgets those that had ended well before that time: nothing after it has them.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (id, end) in _ends)
        {
            if (end < before - Afterwards)
            {
                _ends.Remove(id);
            }
        }
    }
}
