using System.Globalization;
using GenesysAttachments.Engine.Deliveries;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Engine.Sessions;

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
    private readonly Queue<DateTimeOffset> _sent = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _window;
    private int _configured;
    private int _limit;
    private DateTimeOffset _pausedUntil;
    private DateTimeOffset _parkedUntil;
    private string _parkedWhy = "";

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
                Forget(_time.GetUtcNow());
                return _sent.Count == 0 && _pausedUntil <= _time.GetUtcNow() && _parkedUntil <= _time.GetUtcNow();
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

    /// <summary>Waits until one more request may leave, and counts it.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RateLimited"/> while parked.</exception>
    public async ValueTask AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wait = TryTake();
            if (wait <= TimeSpan.Zero)
            {
                return;
            }

            EngineTelemetry.Waits.Record(wait.TotalSeconds, new KeyValuePair<string, object?>("reason", "quota"));
            StepLog.Current?.Verbose(string.Create(CultureInfo.InvariantCulture, $"Waiting {wait.TotalSeconds:0.0} s for the quota."));
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets no request leave before the moment given.</summary>
    public void PauseUntil(DateTimeOffset moment)
    {
        lock (_lock)
        {
            _pausedUntil = moment > _pausedUntil ? moment : _pausedUntil;
        }
    }

    /// <summary>Refuses every request until the moment given: the wait is too long to sit out.</summary>
    /// <param name="until">The moment.</param>
    /// <param name="why">The refusal in words.</param>
    public void Park(DateTimeOffset until, string why)
    {
        lock (_lock)
        {
            (_parkedUntil, _parkedWhy) = until > _parkedUntil ? (until, why) : (_parkedUntil, _parkedWhy);
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
                var moment = _time.GetUtcNow() + TimeSpan.FromSeconds(resetSeconds.Value);
                _pausedUntil = moment > _pausedUntil ? moment : _pausedUntil;
            }
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (_sent.TryPeek(out var oldest) && oldest + _window <= now)
        {
            _sent.Dequeue();
        }
    }

    private TimeSpan TryTake()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_parkedUntil > now)
            {
                throw new GCException(ErrorIds.RateLimited, _parkedWhy) { StatusCode = 429, StopsBatch = true, RetryAt = _parkedUntil };
            }

            if (_pausedUntil > now)
            {
                return _pausedUntil - now;
            }

            if (_limit <= 0)
            {
                return TimeSpan.Zero;
            }

            Forget(now);
            if (_sent.Count >= _limit)
            {
                return _sent.Peek() + _window - now;
            }

            _sent.Enqueue(now);
            return TimeSpan.Zero;
        }
    }
}
