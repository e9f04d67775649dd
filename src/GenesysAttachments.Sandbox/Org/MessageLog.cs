using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>Every message so far, oldest first.</summary>
internal sealed class MessageLog
{
    private readonly ConcurrentQueue<SentMessage> _messages = new();

    /// <summary>The messages.</summary>
    public IReadOnlyCollection<SentMessage> All => _messages;

    public void Add(SentMessage message) => _messages.Enqueue(message);

    public void Clear() => _messages.Clear();
}
