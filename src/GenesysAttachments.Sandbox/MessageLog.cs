using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox;

/// <summary>Every message so far, oldest first.</summary>
public sealed class MessageLog
{
    private readonly ConcurrentQueue<SentMessage> _messages = new();

    /// <summary>The messages.</summary>
    public IReadOnlyCollection<SentMessage> All => _messages;

    internal void Add(SentMessage message) => _messages.Enqueue(message);

    internal void Clear() => _messages.Clear();
}
