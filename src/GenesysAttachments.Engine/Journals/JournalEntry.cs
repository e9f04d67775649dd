using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Journals;

/// <summary>What a journal says of one file.</summary>
public sealed record JournalEntry
{
    /// <summary>Its key, as it stands in the lines.</summary>
    internal string Key { get; init; } = "";

    /// <summary>Whether the run that wrote of it was not done with it.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>When its message was about to be sent, in UTC; null where it never was.</summary>
    public DateTimeOffset? Intended { get; init; }

    /// <summary>Place in the input of the run that wrote of it last.</summary>
    public int Index { get; init; }

    /// <summary>Full path.</summary>
    public string Path { get; init; } = "";

    /// <summary>Display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Name it went by.</summary>
    public string SentName { get; init; } = "";

    /// <summary>Size in bytes.</summary>
    public long Length { get; init; }

    /// <summary>Content type.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>SHA-256 of its bytes, where they were read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Route.</summary>
    public string? Route { get; init; }

    /// <summary>Where it goes.</summary>
    public Target Target { get; init; } = new();

    /// <summary>Key of its session.</summary>
    public string? Session { get; init; }

    /// <summary>One of the states of receipts: <c>Unknown</c> also while its request is under way, <c>Cancelled</c> where it was not begun.</summary>
    public string State { get; init; } = "";

    /// <summary>What its message carries.</summary>
    public string? AttachmentId { get; init; }

    /// <summary>Message id of the platform.</summary>
    public string? MessageId { get; init; }

    /// <summary>Message status of the platform.</summary>
    public string? MessageStatus { get; init; }

    /// <summary>When the platform made the message, in UTC.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Error id; null where there was none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Why it was not sent, or may not have been.</summary>
    public string? Message { get; init; }

    /// <summary>Whether another try may help.</summary>
    public bool CanRetry { get; init; }

    /// <summary>When it was written of last, in UTC.</summary>
    public DateTimeOffset At { get; init; }
}
