namespace GenesysAttachments.Engine.Tests;

/// <summary>
/// A clock for tests against a real server: pauses of the engine are skipped, its 30 s time limits never run out by themselves,
/// and <see cref="Advance"/> lets everything due fire.
/// </summary>
public sealed class SkippingTime : TimeProvider
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly List<SkippingTimer> _timers = [];
    private TimeSpan _skipped;

    /// <summary>The pauses that were skipped, in order.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return System.GetUtcNow() + _skipped;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SkippingTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires every timer that is due by then.</summary>
    public void Advance(TimeSpan by)
    {
        List<SkippingTimer> due;
        lock (_lock)
        {
            _skipped += by;
            due = [.. _timers.Where(timer => timer.Due <= System.GetUtcNow() + _skipped)];
            due.ForEach(timer => _timers.Remove(timer));
        }

        due.ForEach(timer => timer.Fire());
    }

    private sealed class SkippingTimer(SkippingTime time, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                if (dueTime == Limit)
                {
                    Due = System.GetUtcNow() + time._skipped + dueTime;
                    time._timers.Add(this);
                    return true;
                }

                time.Pauses.Add(dueTime);
                time._skipped += dueTime;
            }

            ThreadPool.QueueUserWorkItem(_ => fire());
            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
