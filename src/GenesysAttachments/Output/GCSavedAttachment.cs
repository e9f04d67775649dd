using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Receiving;

namespace GenesysAttachments;

/// <summary>The outcome of one attachment that was to be saved. Flat, so that it survives JSON, CSV and Clixml.</summary>
public sealed class GCSavedAttachment
{
    internal GCSavedAttachment(SaveReceipt receipt)
    {
        var (item, file, way) = (receipt.Item, receipt.Item.Attachment, receipt.Transfer);
        Index = item.Index;
        State = receipt.State;
        Path = receipt.Path;
        Name = file?.Name ?? "";
        Length = receipt.Length ?? file?.Length;
        Sha256 = receipt.Sha256;
        Verified = receipt.Verified;
        ContentType = file?.ContentType ?? "";
        Direction = file?.Direction ?? "";
        Time = file?.Time?.UtcDateTime;
        Host = file?.Host ?? "";
        (ConversationId, MessageId, AttachmentId) = (file?.ConversationId ?? item.ConversationId, file?.MessageId, file?.AttachmentId);
        Destination = item.Folder;
        Attempts = way.Attempts;
        Started = receipt.Started?.UtcDateTime;
        ElapsedSeconds = Math.Round(receipt.Elapsed.TotalSeconds, 3);
        ErrorId = receipt.Error?.ErrorId;
        Message = receipt.Error?.Message ?? receipt.Note;
        CanRetry = receipt.Error?.CanRetry ?? false;
        RetryAt = receipt.Error?.RetryAt?.UtcDateTime;
        CorrelationId = receipt.Error?.CorrelationId ?? way.CorrelationId;
        Session = item.Session?.Key;
    }

    /// <summary>Place in the input, from 0.</summary>
    public int Index { get; }

    /// <summary>
    /// <c>Saved</c>, <c>Skipped</c> (the same file is there, or there is nothing to fetch), <c>External</c> (a link to somebody else's host, not
    /// fetched), <c>Failed</c> or <c>Cancelled</c>.
    /// </summary>
    public string State { get; }

    /// <summary>Full path of the file; null where there is none.</summary>
    public string? Path { get; }

    /// <summary>The sender's name of it; the file's own may differ. Empty where there is none.</summary>
    public string Name { get; }

    /// <summary>Length in bytes: the file's, else what the platform says; null where neither is known.</summary>
    public long? Length { get; }

    /// <summary>SHA-256 of the file, lower-case hex; null where there is none.</summary>
    public string? Sha256 { get; }

    /// <summary>Whether the platform's own SHA-256 is the same; null where it gave none, or there is no file.</summary>
    public bool? Verified { get; }

    /// <summary>What the platform says it is; empty where it does not.</summary>
    public string ContentType { get; }

    /// <summary><c>Inbound</c> (from the customer) or <c>Outbound</c>; empty where the platform does not say.</summary>
    public string Direction { get; }

    /// <summary>When its message was made, in UTC.</summary>
    public DateTime? Time { get; }

    /// <summary>The host that its URL names; empty where there is none.</summary>
    public string Host { get; }

    /// <summary>The conversation; null for a guest's own.</summary>
    public string? ConversationId { get; }

    /// <summary>The message.</summary>
    public string? MessageId { get; }

    /// <summary>The attachment; null where the platform does not say.</summary>
    public string? AttachmentId { get; }

    /// <summary>Folder that it was to be saved in.</summary>
    public string Destination { get; }

    /// <summary>How often it was tried: 1 where all went well at once; 0 where nothing was asked for.</summary>
    public int Attempts { get; }

    /// <summary>When the work began, in UTC; null where it never did.</summary>
    public DateTime? Started { get; }

    /// <summary>How long it took.</summary>
    public double ElapsedSeconds { get; }

    /// <summary>Error id, or null.</summary>
    public string? ErrorId { get; }

    /// <summary>Why it was not saved, or null.</summary>
    public string? Message { get; }

    /// <summary>Whether it may succeed later as it is.</summary>
    public bool CanRetry { get; }

    /// <summary>When a retry may succeed, in UTC, where the server said so.</summary>
    public DateTime? RetryAt { get; }

    /// <summary>What support would ask for.</summary>
    public string? CorrelationId { get; }

    /// <summary>Key of the session.</summary>
    public string? Session { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{ShownText.Of(Name)}: {State}";
}
