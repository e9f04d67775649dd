using GenesysAttachments.Engine.Display;
using GenesysAttachments.Queue.Reading;

namespace GenesysAttachments;

/// <summary>How the work of one client stands in a queue.</summary>
public sealed class GCQueueStatus
{
    internal GCQueueStatus(ClientFacts facts)
    {
        (Client, Queued, Sending, Sent, Unknown, Rejected, Failed) = (facts.Client, facts.Queued, facts.Sending, facts.Sent, facts.Unknown, facts.Rejected, facts.Failed);
        (Oldest, EndsAt, PausedUntil, ParkedWhy) = (facts.Oldest?.UtcDateTime, facts.EndsAt?.UtcDateTime, facts.PausedUntil?.UtcDateTime, facts.ParkedWhy is { } why ? ShownText.Of(why) : null);
        DonePerMinute = Math.Round(facts.DonePerMinute, 1);
        (RequestsPerMinute, Requests, Workers) = (facts.RequestsPerMinute, facts.Requests, facts.Workers);
    }

    /// <summary>The client: the key of the sessions that send for it, in small letters.</summary>
    public string Client { get; }

    /// <summary>Files that nothing has left for.</summary>
    public long Queued { get; }

    /// <summary>Files that a worker is sending, or was when it ended.</summary>
    public long Sending { get; }

    /// <summary>Files that have gone.</summary>
    public long Sent { get; }

    /// <summary>Files that may have gone.</summary>
    public long Unknown { get; }

    /// <summary>Files that were refused before anything left.</summary>
    public long Rejected { get; }

    /// <summary>Files that could not be sent, and have not gone.</summary>
    public long Failed { get; }

    /// <summary>When the oldest open file was queued, in UTC; null where none is open.</summary>
    public DateTime? Oldest { get; }

    /// <summary>Files a minute that came to an end in the last ten minutes, or since the work began in them.</summary>
    public double DonePerMinute { get; }

    /// <summary>When the work ends if it goes on as in the last ten minutes, in UTC; null where that cannot be said.</summary>
    public DateTime? EndsAt { get; }

    /// <summary>Requests that were booked for the last minute; null where no worker has come yet.</summary>
    public int? Requests { get; }

    /// <summary>Requests a minute that all machines together may make; null where no worker has come yet.</summary>
    public int? RequestsPerMinute { get; }

    /// <summary>Until when nobody makes a request, in UTC; null where that is not so.</summary>
    public DateTime? PausedUntil { get; }

    /// <summary>Why it is paused for longer than a worker waits; null where it is not.</summary>
    public string? ParkedWhy { get; }

    /// <summary>Workers that were seen in the last two minutes.</summary>
    public long Workers { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Client}: {Queued + Sending} open";
}
