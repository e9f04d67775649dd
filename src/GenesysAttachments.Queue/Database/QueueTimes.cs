namespace GenesysAttachments.Queue.Database;

/// <summary>How long things hold in a queue. They decide how soon work goes on after a worker's end, never whether a file goes twice.</summary>
public sealed record QueueTimes
{
    /// <summary>How long a lane stays with a worker that says nothing.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long after its intent a file may still be sent.</summary>
    public TimeSpan SendWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after that another worker waits before it looks whether the file has arrived.</summary>
    public TimeSpan SettleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a conversation rests whose next file could not be sent for now; each time it happens to that file, four times as long.</summary>
    public TimeSpan RestAfterFailure { get; init; } = TimeSpan.FromSeconds(15);
}
