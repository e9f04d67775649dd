using GenesysAttachments.Engine.Deliveries;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments;

/// <summary>The outcome of one input. Flat, so that it survives JSON, CSV and Clixml.</summary>
public sealed class GCReceipt
{
    internal GCReceipt()
    {
    }

    /// <summary>Place in the input, from 0.</summary>
    public int Index { get; internal init; }

    /// <summary>Full path, or what was given when no file was found.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>Display name.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Name on the wire.</summary>
    public string SentName { get; internal init; } = "";

    /// <summary>Length in bytes.</summary>
    public long Length { get; internal init; }

    /// <summary>Bare content type.</summary>
    public string ContentType { get; internal init; } = "";

    /// <summary>SHA-256 of the bytes that went, lower-case hex.</summary>
    public string? Sha256 { get; internal init; }

    /// <summary>Route; null where the target did not tell.</summary>
    public string? Route { get; internal init; }

    /// <summary>Conversation.</summary>
    public string? ConversationId { get; internal init; }

    /// <summary>Communication, given or looked up.</summary>
    public string? CommunicationId { get; internal init; }

    /// <summary>Channel.</summary>
    public string? ChannelId { get; internal init; }

    /// <summary>Guest.</summary>
    public string? GuestId { get; internal init; }

    /// <summary><c>Sent</c>, <c>Rejected</c>, <c>Failed</c>, <c>Cancelled</c>, <c>Skipped</c> or <c>Unknown</c>.</summary>
    public string State { get; internal init; } = "";

    /// <summary>Attachment or media id.</summary>
    public string? AttachmentId { get; internal init; }

    /// <summary>Message id.</summary>
    public string? MessageId { get; internal init; }

    /// <summary>Message status in the platform's own word.</summary>
    public string? MessageStatus { get; internal init; }

    /// <summary>When the platform made the message, in UTC.</summary>
    public DateTime? Created { get; internal init; }

    /// <summary>Whether the platform confirmed size or hash; null where the route has no way to.</summary>
    public bool? Verified { get; internal init; }

    /// <summary>Upload attempts made.</summary>
    public int Attempts { get; internal init; }

    /// <summary>When the work began, in UTC.</summary>
    public DateTime? Started { get; internal init; }

    /// <summary>How long it took.</summary>
    public double ElapsedSeconds { get; internal init; }

    /// <summary>Error id, or null.</summary>
    public string? ErrorId { get; internal init; }

    /// <summary>Why it was not sent, or null.</summary>
    public string? Message { get; internal init; }

    /// <summary>Whether the same item may succeed later as it is.</summary>
    public bool CanRetry { get; internal init; }

    /// <summary>When a retry may succeed, in UTC, where the server said so.</summary>
    public DateTime? RetryAt { get; internal init; }

    /// <summary>What support would ask for.</summary>
    public string? CorrelationId { get; internal init; }

    /// <summary>Key of the session.</summary>
    public string? Session { get; internal init; }

    internal OrgSession? Org { get; init; }

    internal DeliveryText? Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {State}";

    internal static GCReceipt From(Receipt receipt)
    {
        var delivery = receipt.Delivery;
        var way = receipt.Progress;
        return new GCReceipt
        {
            Index = delivery.Index,
            Path = delivery.File.Path,
            Name = delivery.File.Name,
            SentName = delivery.File.SentName,
            Length = delivery.File.Length,
            ContentType = delivery.File.ContentType,
            Sha256 = way.Sha256,
            Route = delivery.Route,
            ConversationId = delivery.Target.ConversationId,
            CommunicationId = way.CommunicationId,
            ChannelId = delivery.Target.ChannelId,
            GuestId = delivery.Target.GuestId,
            State = receipt.State,
            AttachmentId = way.AttachmentId,
            MessageId = way.MessageId,
            MessageStatus = way.MessageStatus,
            Created = way.Created?.UtcDateTime,
            Verified = way.Verified,
            Attempts = way.Attempts,
            Started = receipt.Started.UtcDateTime,
            ElapsedSeconds = Math.Round(receipt.Elapsed.TotalSeconds, 3),
            ErrorId = receipt.Error?.ErrorId,
            Message = receipt.Error?.Message,
            CanRetry = receipt.Error?.CanRetry ?? false,
            RetryAt = receipt.Error?.RetryAt?.UtcDateTime,
            CorrelationId = receipt.Error?.CorrelationId ?? way.CorrelationId,
            Session = delivery.Session.Key,
            Org = delivery.Session,
            Text = delivery.Text,
        };
    }

    /// <summary>A receipt for what never left this machine.</summary>
    internal static GCReceipt Local(int index, Attachment file, Target target, string? route, string state, OrgSession? session, DeliveryText? text, GCException? error, string? message) => new()
    {
        Index = index,
        Path = file.Path,
        Name = file.Name,
        SentName = file.SentName,
        Length = file.Length,
        ContentType = file.ContentType,
        Route = route,
        ConversationId = target.ConversationId,
        CommunicationId = target.CommunicationId,
        ChannelId = target.ChannelId,
        GuestId = target.GuestId,
        State = state,
        ErrorId = error?.ErrorId,
        Message = error?.Message ?? message,
        CanRetry = error?.CanRetry ?? false,
        Session = session?.Key,
        Org = session,
        Text = text,
    };
}
