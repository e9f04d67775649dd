namespace GenesysAttachments.Queue.Reading;

/// <summary>How one client's work stands.</summary>
/// <param name="Client">The client.</param>
/// <param name="Queued">Items that nothing has left for.</param>
/// <param name="Sending">Items that may have left.</param>
/// <param name="Sent">Items that have gone.</param>
/// <param name="Unknown">Items of which nobody knows.</param>
/// <param name="Rejected">Items refused before anything left.</param>
/// <param name="Failed">Items that could not be sent.</param>
public sealed record ClientFacts(string Client, long Queued, long Sending, long Sent, long Unknown, long Rejected, long Failed)
{
    /// <summary>When the oldest open item was queued; null where none is open.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Items that ended in the last ten minutes.</summary>
    public long DoneInTenMinutes { get; init; }

    /// <summary>How many of them a minute, since the first; 0 where there are none.</summary>
    public double DonePerMinute { get; init; }

    /// <summary>When the work ends if it goes on as in the last ten minutes; null where nothing is open, or nothing was done in them.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Requests a minute that it may make; null where nobody has said.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Until when it is paused or parked; null where it is not.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Why it is parked; null where it is not.</summary>
    public string? ParkedWhy { get; init; }

    /// <summary>Requests that were booked for the last 60 seconds; null where nobody has said what it may do.</summary>
    public int? Requests { get; init; }

    /// <summary>Workers that are signed in as it and were seen in the last two minutes.</summary>
    public long Workers { get; init; }
}
