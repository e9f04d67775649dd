using System.Collections;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments;

/// <summary>A presigned place for one file's bytes. Shows its URL without the secret query.</summary>
public sealed class GCUploadUrl : GCAttachment
{
    internal GCUploadUrl(UploadUrl url, string session)
        : base(url.File)
    {
        (Place, Session) = (url, session);
        (Url, Route, AttachmentId, ExpiresAt) = (url.Url, url.Route, url.AttachmentId, url.ExpiresAt?.UtcDateTime);
        HeaderNames = [.. url.HeaderNames];
        (ConversationId, CommunicationId, ChannelId, GuestId) = (url.Target.ConversationId, url.Target.CommunicationId, url.Target.ChannelId, url.Target.GuestId);
    }

    /// <summary>The URL as <c>https://host/path?…</c>; <see cref="Reveal"/> gives all of it.</summary>
    public string Url { get; }

    /// <summary>HTTP method that it takes.</summary>
    public string Method { get; } = "PUT";

    /// <summary>Names of the headers that the upload must bring along; <see cref="RevealHeaders"/> gives their values.</summary>
    public string[] HeaderNames { get; }

    /// <summary>Route.</summary>
    public string Route { get; }

    /// <summary>Id the message will refer to.</summary>
    public string AttachmentId { get; }

    /// <summary>When it ends, in UTC; null when nothing tells.</summary>
    public DateTime? ExpiresAt { get; }

    /// <summary>Conversation, on the Agent route.</summary>
    public string? ConversationId { get; }

    /// <summary>Communication, on the Agent route.</summary>
    public string? CommunicationId { get; }

    /// <summary>Channel, on the Messaging route.</summary>
    public string? ChannelId { get; }

    /// <summary>Guest, on the Messaging route.</summary>
    public string? GuestId { get; }

    /// <summary>Key of the session it was made in.</summary>
    public string Session { get; }

    internal UploadUrl Place { get; }

    /// <summary>The whole URL. Whoever has it can upload: keep it out of logs.</summary>
    public string Reveal() => Place.Reveal();

    /// <summary>The headers that an upload of one's own must bring along, for <c>-Headers</c>. They belong to the signature: keep them out of logs.</summary>
    public IDictionary RevealHeaders() => new Dictionary<string, string>(Place.RevealHeaders(), StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Url;
}
