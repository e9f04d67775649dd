namespace GenesysAttachments.Queue.Quotas;

/// <summary>The answer to a booking of requests.</summary>
public sealed class QuotaBooking
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(0.5);
    private readonly TimeProvider _time;
    private readonly long _asked;

    internal QuotaBooking(TimeProvider time, long asked, bool isGranted, int count, TimeSpan wait) => (_time, _asked, IsGranted, Count, Wait) = (time, asked, isGranted, count, wait);

    /// <summary>Whether requests were booked. If not, ask again after <see cref="Wait"/> less some seconds at random, or stop where it is parked.</summary>
    public bool IsGranted { get; }

    /// <summary>How many requests it is about.</summary>
    public int Count { get; }

    /// <summary>How long from now the requests are to wait; zero is now.</summary>
    public TimeSpan Wait { get; }

    /// <summary>How long the client is parked; null where it is not.</summary>
    public TimeSpan? ParkedFor { get; init; }

    /// <summary>Why it is parked.</summary>
    public string? ParkedWhy { get; init; }

    /// <summary>
    /// Whether the time of the booking has passed by more than half a second; to be asked right before a request. A worker that was frozen must
    /// not spend what it booked before: the platform's minute has gone on without it.
    /// </summary>
    public bool IsStale => !IsGranted || _time.GetElapsedTime(_asked) > Wait + Late;
}
