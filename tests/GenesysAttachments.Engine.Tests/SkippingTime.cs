namespace GenesysAttachments.Engine.Tests;

/// <summary>
/// A clock for tests against a real server: pauses of the engine are skipped, its time limits of 30 and 60 s never run out by themselves,
/// and <see cref="Advance"/> lets everything due fire.
/// </summary>
public sealed class SkippingTime : TimeProvider
{
    private static readonly TimeSpan[] Limits = [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)];
    private const int MostLooks = 20;
    private readonly Lock _lock = new();
    private readonly List<SkippingTimer> _timers = [];
    private TimeSpan _skipped;
    private long _lastLook = Environment.TickCount64;

    /// <summary>How long nobody must have looked at the clock before it moves; longer where a frame under way must not meet the jump.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The pauses that were skipped, in order.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Sets the clock on the wall, and not the time that passes.</summary>
    public TimeSpan WallShift { get; set; }

    public override long GetTimestamp() => Elapsing().Ticks;

    public override DateTimeOffset GetUtcNow() => Elapsing() + WallShift;

    private DateTimeOffset Elapsing()
    {
        lock (_lock)
        {
            _lastLook = Environment.TickCount64;
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

                if (Limits.Contains(dueTime))
                {
                    Due = System.GetUtcNow() + time._skipped + dueTime;
                    time._timers.Add(this);
                    return true;
                }

                time.Pauses.Add(dueTime);
                Due = System.GetUtcNow() + time._skipped + dueTime;
            }

            _ = SkipAsync();
            return true;
        }

        private async Task SkipAsync()
        {
            // A moment of real time first, until nobody has looked at the clock for a while: what is under way is to arrive before
            // the clock moves.
            for (var looks = 0; looks < MostLooks; looks++)
            {
                await Task.Delay(time.Settle);
                if (Environment.TickCount64 - Volatile.Read(ref time._lastLook) >= time.Settle.TotalMilliseconds)
                {
                    break;
                }
            }

            lock (time._lock)
            {
                var ahead = Due - (System.GetUtcNow() + time._skipped);
                time._skipped += ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero;
            }

            fire();
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
