using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Receiving;

namespace GenesysAttachments;

/// <summary>
/// A file in a message of a conversation. Pipes into <c>Save-GCAttachment</c>, also after it went through a file. Flat, and without the URL, which
/// may be signed.
/// </summary>
public sealed class GCMessageAttachment
{
    internal GCMessageAttachment(MessageAttachment file, string session)
    {
        (File, Session) = (file, session);
        (ConversationId, MessageId, AttachmentId) = (file.ConversationId, file.MessageId, file.AttachmentId);
        (Direction, Time, Channel) = (file.Direction, file.Time?.UtcDateTime, file.Channel);
        (Name, ContentType, MediaType, Length, Sha256) = (file.Name, file.ContentType, file.MediaType, file.Length, file.Sha256);
        (Source, Host) = (file.Source, file.Host);
    }

    /// <summary>The conversation; null for a guest's own.</summary>
    public string? ConversationId { get; }

    /// <summary>The message.</summary>
    public string? MessageId { get; }

    /// <summary>The attachment; null where the platform does not say.</summary>
    public string? AttachmentId { get; }

    /// <summary><c>Inbound</c> (from the customer) or <c>Outbound</c>; empty where the platform does not say.</summary>
    public string Direction { get; }

    /// <summary>When the message was made, in UTC.</summary>
    public DateTime? Time { get; }

    /// <summary>The channel, such as <c>webmessaging</c>; empty where the platform does not say.</summary>
    public string Channel { get; }

    /// <summary>The sender's name of it; empty where there is none.</summary>
    public string Name { get; }

    /// <summary>What the platform says it is; empty where it does not.</summary>
    public string ContentType { get; }

    /// <summary><c>Image</c>, <c>Video</c>, <c>Audio</c>, <c>File</c> or <c>Link</c>.</summary>
    public string MediaType { get; }

    /// <summary>Length in bytes; null where the platform does not say.</summary>
    public long? Length { get; }

    /// <summary>SHA-256 in lower-case hex; null where the platform does not say.</summary>
    public string? Sha256 { get; }

    /// <summary>
    /// Where its bytes lie: <c>Org</c> or <c>Storage</c> (the platform's), <c>External</c> (a host of somebody else, which is asked only with
    /// <c>-AllowExternal</c>) or <c>None</c>.
    /// </summary>
    public string Source { get; }

    /// <summary>The host that its URL names; empty where there is none.</summary>
    public string Host { get; }

    /// <summary>Key of the session it was read through.</summary>
    public string Session { get; }

    internal MessageAttachment File { get; }

    /// <inheritdoc/>
    public override string ToString() => ShownText.Of(File.ToString());
}
