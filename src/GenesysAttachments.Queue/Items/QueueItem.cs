namespace GenesysAttachments.Queue.Items;

/// <summary>One file that is to be sent.</summary>
/// <param name="Key">What makes it this file to this place: the same key is queued once, ever.</param>
/// <param name="Client">Who sends it: the key of a session, no secret.</param>
/// <param name="Lane">Client and conversation: what keeps its order.</param>
/// <param name="Path">Full path, as workers see it.</param>
/// <param name="Length">Size in bytes.</param>
/// <param name="Modified">When it was written last; kept in UTC, to the microsecond.</param>
/// <param name="SentName">Name it goes by.</param>
public sealed record QueueItem(Guid Key, string Client, string Lane, string Path, long Length, DateTimeOffset Modified, string SentName)
{
    /// <summary>SHA-256 of its bytes in hexadecimal, where they were read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Text that goes with it.</summary>
    public string? Text { get; init; }

    /// <summary>Everything else a sender needs, as a JSON object.</summary>
    public string? Options { get; init; }

    /// <summary>A name for what was queued together.</summary>
    public string? Batch { get; init; }
}
