namespace GenesysAttachments.Engine.Quotas;

/// <summary>When the requests of the last while left: whatever minute the server counts in lies within one. Not thread-safe.</summary>
/// <param name="length">How long a request counts.</param>
internal sealed class SlidingWindow(TimeSpan length)
{
    private readonly Queue<TimeSpan> _sent = new();

    /// <summary>How long a request counts.</summary>
    public TimeSpan Length => length;

    /// <summary>Requests that count now.</summary>
    public int Count(TimeSpan now)
    {
        while (_sent.TryPeek(out var oldest) && oldest + length <= now)
        {
            _sent.Dequeue();
        }

        return _sent.Count;
    }

    /// <summary>When the oldest that counts ceases to; null when none counts.</summary>
    public TimeSpan? NextChange => _sent.TryPeek(out var oldest) ? oldest + length : null;

    /// <summary>Counts one that leaves now.</summary>
    public void Add(TimeSpan now) => _sent.Enqueue(now);

    /// <summary>Forgets all.</summary>
    public void Clear() => _sent.Clear();
}
