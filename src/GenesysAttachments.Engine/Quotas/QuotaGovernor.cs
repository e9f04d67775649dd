using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Quotas;

/// <summary>
/// Keeps a session under the platform's requests per minute. A sliding window of send times, over injected time; the server's
/// <c>inin-ratelimit-*</c> headers lower the limit or pause everyone, and so does a 429.
/// </summary>
/// <remarks>
/// The platform counts per token (docs/protocol.md, Sign-in, errors, limits). A sliding window holds whatever minute the server counts in; the half second
/// added to it allows for requests that arrive closer together than they left.
/// </remarks>
public sealed class QuotaGovernor
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60.5);

    private readonly Lock _lock = new();
    private readonly Queue<TimeSpan> _sent = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _window;
    private int _configured;
    private int _limit;
    private int _reserved;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _pausedUntil;
    private TimeSpan _parkedUntil;
    private (DateTimeOffset At, string Why) _parked;

    /// <summary>Starts with nothing sent.</summary>
    /// <param name="requestsPerMinute">Requests in a window to start with; 0 for no limit.</param>
    /// <param name="time">Clock.</param>
    /// <param name="window">Window to count in; null takes a minute.</param>
    public QuotaGovernor(int requestsPerMinute, TimeProvider time, TimeSpan? window = null) =>
        (_configured, _limit, _time, _window) = (requestsPerMinute, requestsPerMinute, time, window ?? Minute);

    /// <summary>Requests per minute in force; 0 when unpaced.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return _limit;
            }
        }
    }

    /// <summary>Whether nothing that it would remember was sent lately: another could take its place.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                Forget(Now);
                return _sent.Count == 0 && _pausedUntil <= Now && _parkedUntil <= Now;
            }
        }
    }

    /// <summary>Changes the pace; what was sent before still counts.</summary>
    internal void SetPace(int requestsPerMinute)
    {
        lock (_lock)
        {
            (_configured, _limit) = (requestsPerMinute, requestsPerMinute);
        }
    }

    /// <summary>Waits until one more request may leave, and counts it. One that was reserved by the work that runs here leaves at once.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RateLimited"/> while parked.</exception>
    public async ValueTask AcquireAsync(CancellationToken cancellationToken)
    {
        var share = QuotaShare.Current is { } current && current.Governor == this ? current : null;
        await WaitAsync(() => TryTake(share), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until a file's requests may all leave, and keeps room for them: files that were begun are finished before others begin, so
    /// that a minute's quota is spent on files that arrive.
    /// </summary>
    /// <param name="requests">Requests that the file needs.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RateLimited"/> while parked.</exception>
    internal async ValueTask<QuotaShare> ReserveAsync(int requests, CancellationToken cancellationToken)
    {
        var share = new QuotaShare(this);
        await WaitAsync(() => TryReserve(share, requests), cancellationToken).ConfigureAwait(false);
        return share;
    }

    /// <summary>Gives back what a share did not use.</summary>
    internal void Return(QuotaShare share)
    {
        lock (_lock)
        {
            _reserved -= share.Left;
            share.Left = 0;
            SignalChange();
        }
    }

    private async ValueTask WaitAsync(Func<TimeSpan> take, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task changed;
            TimeSpan wait;
            lock (_lock)
            {
                wait = take();
                changed = _changed.Task;
            }

            if (wait <= TimeSpan.Zero)
            {
                return;
            }

            var begun = _time.GetTimestamp();
            using var delay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Task.Delay(wait, _time, delay.Token), changed).ConfigureAwait(false);
            await delay.CancelAsync().ConfigureAwait(false);
            var waited = _time.GetElapsedTime(begun);
            EngineTelemetry.Waits.Record(waited.TotalSeconds, new KeyValuePair<string, object?>("reason", "quota"));
            StepLog.Current?.Verbose(string.Create(CultureInfo.InvariantCulture, $"Waited {waited.TotalSeconds:0.0} s for the quota."));
        }
    }

    // Not the clock on the wall: that may be set back, and everyone would wait for it to come round again.
    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Lets no request leave for so long.</summary>
    public void PauseFor(TimeSpan pause)
    {
        lock (_lock)
        {
            _pausedUntil = Later(_pausedUntil, Now + pause);
        }
    }

    /// <summary>Refuses every request until the moment given: the wait is too long to sit out.</summary>
    /// <param name="until">The moment, in UTC.</param>
    /// <param name="why">The refusal in words.</param>
    public void Park(DateTimeOffset until, string why)
    {
        lock (_lock)
        {
            var parked = Now + (until - _time.GetUtcNow());
            if (parked > _parkedUntil)
            {
                (_parkedUntil, _parked) = (parked, (until, why));
            }
        }
    }

    /// <summary>Learns from the headers of an answer.</summary>
    /// <param name="count">Requests the server has counted in its window.</param>
    /// <param name="allowed">Requests it allows in a window.</param>
    /// <param name="resetSeconds">Seconds until its window ends.</param>
    public void Learn(int? count, int? allowed, int? resetSeconds)
    {
        lock (_lock)
        {
            if (allowed is > 0 && _limit > 0)
            {
                _limit = Math.Min(_configured, allowed.Value);
            }

            if (count is { } counted && allowed is > 0 && counted >= allowed && resetSeconds is > 0 and <= 180)
            {
                _pausedUntil = Later(_pausedUntil, Now + TimeSpan.FromSeconds(resetSeconds.Value));
            }
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void Forget(TimeSpan now)
    {
        while (_sent.TryPeek(out var oldest) && oldest + _window <= now)
        {
            _sent.Dequeue();
        }
    }

    private TimeSpan TryTake(QuotaShare? share)
    {
        var now = Now;
        if (Closed(now) is { } closed)
        {
            return closed;
        }

        if (_limit <= 0)
        {
            return TimeSpan.Zero;
        }

        if (share is { Left: > 0 })
        {
            share.Left--;
            _reserved--;
        }
        else if (Full(now, 1) is { } full)
        {
            return full;
        }

        _sent.Enqueue(now);
        return TimeSpan.Zero;
    }

    private TimeSpan TryReserve(QuotaShare share, int requests)
    {
        var now = Now;
        if (Closed(now) is { } closed)
        {
            return closed;
        }

        if (_limit > 0)
        {
            // Never more than there can be, or it would wait for ever.
            requests = Math.Min(requests, _limit);
            if (Full(now, requests) is { } full)
            {
                return full;
            }

            share.Left = requests;
            _reserved += requests;
        }

        return TimeSpan.Zero;
    }

    /// <summary>How long nobody may send; null when somebody may.</summary>
    /// <exception cref="GCException">Parked.</exception>
    private TimeSpan? Closed(TimeSpan now) =>
        _parkedUntil > now ? throw new GCException(ErrorIds.RateLimited, _parked.Why) { StatusCode = 429, StopsBatch = true, RetryAt = _parked.At }
        : _pausedUntil > now ? _pausedUntil - now
        : null;

    /// <summary>How long until there is room for so many more; null when there is.</summary>
    private TimeSpan? Full(TimeSpan now, int requests)
    {
        Forget(now);
        // Where all is reserved and nothing sent, only a change lets anyone on.
        return _sent.Count + _reserved + requests <= _limit ? null : _sent.TryPeek(out var oldest) ? oldest + _window - now : _window;
    }

    private void SignalChange()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
