using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments;

/// <summary>The outcome of one input. Flat, so that it survives JSON, CSV and Clixml.</summary>
public class GCReceipt
{
    internal GCReceipt()
    {
    }

    internal GCReceipt(Receipt receipt)
    {
        var (plan, way) = (receipt.Plan, receipt.Transfer);
        Index = plan.Index;
        Path = plan.File.Path;
        Name = plan.File.Name;
        SentName = plan.File.SentName;
        Length = plan.File.Length;
        ContentType = plan.File.ContentType;
        Sha256 = way.Sha256;
        Route = plan.RouteOrNull;
        ConversationId = plan.Target.ConversationId;
        CommunicationId = way.CommunicationId ?? plan.Target.CommunicationId;
        ChannelId = plan.Target.ChannelId;
        GuestId = plan.Target.GuestId;
        State = receipt.State;
        AttachmentId = way.AttachmentId;
        MessageId = way.MessageId;
        MessageStatus = way.MessageStatus;
        Created = way.Created?.UtcDateTime;
        Verified = way.Verified;
        Attempts = way.Attempts;
        Started = receipt.Started?.UtcDateTime;
        ElapsedSeconds = Seconds(receipt.Elapsed) ?? 0;
        WaitSeconds = Seconds(way.UploadBegan);
        UploadSeconds = Seconds(way.UploadEnded - way.UploadBegan);
        MessageSeconds = Seconds(way.MessageBegan is { } turn && (way.MessageEnded ?? receipt.Elapsed) is var ended && ended > turn ? ended - turn : null);
        ErrorId = receipt.Error?.ErrorId;
        Message = receipt.Error?.Message ?? receipt.Note;
        CanRetry = receipt.Error?.CanRetry ?? false;
        RetryAt = receipt.Error?.RetryAt?.UtcDateTime;
        CorrelationId = receipt.Error?.CorrelationId ?? way.CorrelationId;
        Session = plan.SessionKey;
        Text = plan.Text;
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

    /// <summary><c>Sent</c>, <c>Rejected</c>, <c>Failed</c>, <c>Cancelled</c>, <c>Skipped</c> or <c>Unknown</c>; in a queue also <c>Queued</c> or <c>Sending</c>.</summary>
    public string State { get; internal set; } = "";

    /// <summary>Attachment or media id.</summary>
    public string? AttachmentId { get; internal init; }

    /// <summary>Message id.</summary>
    public string? MessageId { get; internal init; }

    /// <summary>Message status in the platform's own word.</summary>
    public string? MessageStatus { get; internal set; }

    /// <summary>When the platform made the message, in UTC.</summary>
    public DateTime? Created { get; internal init; }

    /// <summary>Whether the platform confirmed size or hash, or with <c>-Verify</c> whether the file came back byte for byte; null where nothing was compared.</summary>
    public bool? Verified { get; internal init; }

    /// <summary>How often it was tried: 1 where all went well at once, and one more for each of its calls made again.</summary>
    public int Attempts { get; internal init; }

    /// <summary>When the work began, in UTC.</summary>
    public DateTime? Started { get; internal init; }

    /// <summary>How long it took.</summary>
    public double ElapsedSeconds { get; internal init; }

    /// <summary>Of that, the wait for its place and the quota before anything left; null where nothing did.</summary>
    public double? WaitSeconds { get; internal init; }

    /// <summary>Of that, its upload with all its tries; null where it was not uploaded.</summary>
    public double? UploadSeconds { get; internal init; }

    /// <summary>
    /// Of that, from its turn in the conversation to the end: confirmation and message. Null where its turn never came, or it went along in the
    /// message of another. What is left of the time it waited for its turn.
    /// </summary>
    public double? MessageSeconds { get; internal init; }

    /// <summary>Error id, or null.</summary>
    public string? ErrorId { get; internal set; }

    /// <summary>Why it was not sent, or null.</summary>
    public string? Message { get; internal set; }

    /// <summary>Whether the same item may succeed later as it is.</summary>
    public bool CanRetry { get; internal set; }

    /// <summary>When a retry may succeed, in UTC, where the server said so.</summary>
    public DateTime? RetryAt { get; internal init; }

    /// <summary>What support would ask for.</summary>
    public string? CorrelationId { get; internal init; }

    /// <summary>Key of the session.</summary>
    public string? Session { get; internal init; }

    internal PlannedText? Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ShownText.Of(Name)}: {State}";

    internal static GCReceipt From(Receipt receipt) => new(receipt);

    private static double? Seconds(TimeSpan? time) => time is { } span ? Math.Round(span.TotalSeconds, 3) : null;

    internal static GCReceipt From(JournalEntry entry) => new()
    {
        Index = entry.Index,
        Path = entry.Path,
        Name = entry.Name,
        SentName = entry.SentName,
        Length = entry.Length,
        ContentType = entry.ContentType,
        Sha256 = entry.Sha256,
        Route = entry.Route,
        ConversationId = entry.Target.ConversationId,
        CommunicationId = entry.Target.CommunicationId,
        ChannelId = entry.Target.ChannelId,
        GuestId = entry.Target.GuestId,
        State = entry.State,
        AttachmentId = entry.AttachmentId,
        MessageId = entry.MessageId,
        MessageStatus = entry.MessageStatus,
        Created = entry.Created?.UtcDateTime,
        Started = entry.Intended?.UtcDateTime,
        ElapsedSeconds = entry.Intended is { } intended && !entry.IsUnderWay ? Seconds(entry.At - intended) ?? 0 : 0,
        ErrorId = entry.ErrorId,
        Message = entry.Message,
        CanRetry = entry.CanRetry,
        Session = entry.Session,
    };

    /// <summary>Brings it up to date with what became of its message.</summary>
    internal void Update(Receipt receipt) => (State, MessageStatus, ErrorId, Message, CanRetry) =
        (receipt.State, receipt.Transfer.MessageStatus, receipt.Error?.ErrorId, receipt.Error?.Message, receipt.Error?.CanRetry ?? false);

    /// <summary>What a new try of it starts from.</summary>
    internal virtual PlanInput.OfReceipt ToInput() => new(
        State, Path, Name, SentName, ContentType, Route, new Target { ConversationId = ConversationId, CommunicationId = CommunicationId, ChannelId = ChannelId, GuestId = GuestId }, Session, Text);
}
