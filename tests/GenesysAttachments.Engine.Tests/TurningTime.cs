namespace GenesysAttachments.Engine.Tests;

/// <summary>
/// A clock that stands still until it is turned, for work that runs on it alone: each turn goes to the next timer. Nothing real is waited for
/// but the tasks themselves.
/// </summary>
public sealed class TurningTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Timer, TimeSpan> _due = new();
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>Whether somebody waits for it.</summary>
    public bool IsSet
    {
        get
        {
            lock (_lock)
            {
                return _due.UnorderedItems.Any(due => due.Element.At == due.Priority);
            }
        }
    }

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes to the next timer and fires it; false when none is set.</summary>
    public bool Turn()
    {
        Timer? next = null;
        lock (_lock)
        {
            while (next is null && _due.TryDequeue(out var timer, out var at))
            {
                if (timer.At == at)
                {
                    (next, timer.At) = (timer, null);
                    _now = at > _now ? at : _now;
                }
            }
        }

        next?.Fire();
        return next is not null;
    }

    private sealed class Timer(TurningTime time, Action fire) : ITimer
    {
        public TimeSpan? At { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                At = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                if (At is { } at)
                {
                    time._due.Enqueue(this, at);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                At = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
