using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>A file in a message of a conversation. A class, so that nothing prints its URL, which may be signed.</summary>
public sealed class MessageAttachment
{
    internal MessageAttachment(DownloadAddress address) => Address = address;

    /// <summary>The conversation; null for a guest's own.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The message.</summary>
    public string? MessageId { get; init; }

    /// <summary>The attachment; null where the platform does not say.</summary>
    public string? AttachmentId { get; init; }

    /// <summary>Its place among the attachments of its message, from 0.</summary>
    public int Position { get; init; }

    /// <summary><c>Inbound</c> (from the customer) or <c>Outbound</c>; empty where the platform does not say.</summary>
    public string Direction { get; init; } = "";

    /// <summary>When the message was made, in UTC.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The channel, such as <c>webmessaging</c>; empty where the platform does not say.</summary>
    public string Channel { get; init; } = "";

    /// <summary>The sender's name of it, as it may be shown; empty where there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the platform says it is; empty where it does not.</summary>
    public string ContentType { get; init; } = "";

    /// <summary><c>Image</c>, <c>Video</c>, <c>Audio</c>, <c>File</c> or <c>Link</c>.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>Length in bytes; null where the platform does not say.</summary>
    public long? Length { get; init; }

    /// <summary>SHA-256 in lower-case hex; null where the platform does not say, or says something else.</summary>
    public string? Sha256 { get; init; }

    /// <summary>One of <see cref="AttachmentSources"/>.</summary>
    public string Source => Address.Source;

    /// <summary>The host that its URL names, as it may be shown; empty where there is none.</summary>
    public string Host { get; init; } = "";

    /// <summary>The name as it came, but for secrets of the session.</summary>
    internal string? GivenName { get; init; }

    /// <summary>Its URL as it came. Not to be shown.</summary>
    internal string? Url { get; init; }

    /// <summary>What the URL is.</summary>
    internal DownloadAddress Address { get; }

    /// <summary>What it is called in sentences.</summary>
    internal string Title => Name.Length > 0 ? Redaction.Cut(Name, 100) : $"an attachment of message {MessageId}";

    /// <summary>The same, without what the platform says of its length and hash.</summary>
    internal MessageAttachment WithoutClaims() => new(Address)
    {
        ConversationId = ConversationId, MessageId = MessageId, AttachmentId = AttachmentId, Position = Position, Direction = Direction, Time = Time, Channel = Channel, Name = Name,
        ContentType = ContentType, MediaType = MediaType, Host = Host, GivenName = GivenName, Url = Url,
    };

    /// <summary>Whether another description is of the same file.</summary>
    internal bool IsSameAs(MessageAttachment other) => AttachmentId is not null ? AttachmentId == other.AttachmentId : Position == other.Position;

    /// <inheritdoc/>
    public override string ToString() => Title;
}
