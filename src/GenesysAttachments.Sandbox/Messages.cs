using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox;

/// <summary>A file that a message carried.</summary>
/// <param name="Id">Attachment or media id.</param>
/// <param name="Name">Name it was announced under.</param>
/// <param name="ContentType">Content type it was uploaded with.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes as they arrived.</param>
public sealed record SentAttachment(string Id, string Name, string ContentType, long Size, string Sha256);

/// <summary>A message as it arrived, for <c>GET /_sandbox/messages</c>.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Route">The route it took.</param>
/// <param name="ConversationId">The conversation it went to.</param>
/// <param name="Text">Its text, if any.</param>
/// <param name="Attachments">Its files.</param>
public sealed record SentMessage(DateTimeOffset At, string Route, string ConversationId, string? Text, IReadOnlyList<SentAttachment> Attachments);

/// <summary>Every message so far, oldest first.</summary>
public sealed class MessageLog
{
    private readonly ConcurrentQueue<SentMessage> _messages = new();

    /// <summary>The messages.</summary>
    public IReadOnlyCollection<SentMessage> All => _messages;

    internal void Add(SentMessage message) => _messages.Enqueue(message);

    internal void Clear() => _messages.Clear();
}
