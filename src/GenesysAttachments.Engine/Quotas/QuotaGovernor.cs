using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Quotas;

/// <summary>
/// Keeps a client under the platform's requests per minute. A sliding window of send times, over injected time; the server's
/// <c>inin-ratelimit-*</c> headers lower the limit or pause everyone, and so does a 429.
/// </summary>
/// <remarks>
/// <para>The platform counts per token (docs/protocol.md, Sign-in, errors, limits). A sliding window holds whatever minute the server counts in; the half
/// second added to it allows for requests that arrive closer together than they left.</para>
/// <para>It cannot wait for itself. A request of work that has begun waits for the window alone, in the order of asking, and whatever others
/// have reserved. New work waits behind it, in the order of asking, until all of it fits into the window, or nothing else is under way; so that
/// a minute's quota is spent on files that arrive, and at most one file is begun that cannot finish in this window.</para>
/// </remarks>
public sealed class QuotaGovernor
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60.5);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly SlidingWindow _sent;
    private readonly LinkedList<QuotaWaiter> _begun = [];
    private readonly LinkedList<QuotaWaiter> _new = [];
    private readonly SharedPaces _shared = new();
    private readonly QuotaPauses _pauses = new();
    private readonly TimeProvider _time;
    private ITimer? _timer;
    private int _configured;
    private int _limit;
    private int _reserved;

    /// <summary>Starts with nothing sent.</summary>
    /// <param name="requestsPerMinute">Requests in a window to start with; 0 for no limit.</param>
    /// <param name="time">Clock.</param>
    /// <param name="window">Window to count in; null takes a minute.</param>
    public QuotaGovernor(int requestsPerMinute, TimeProvider time, TimeSpan? window = null) =>
        (_configured, _limit, _time, _sent) = (requestsPerMinute, requestsPerMinute, time, new SlidingWindow(window ?? Minute));

    /// <summary>Requests per minute in force; 0 when unpaced.</summary>
    public int Limit => Volatile.Read(ref _limit);

    /// <summary>What the server said last of its window: requests counted, requests allowed; null before it said anything.</summary>
    internal (int Count, int Allowed)? Told { get; private set; }

    /// <summary>Shares the client's pace with other processes, until what it gives is disposed. Where several share it, the last one holds.</summary>
    public IDisposable ShareWith(ISharedPace pace) => _shared.Add(pace);

    /// <summary>Waits until one more request may leave, and counts it.</summary>
    /// <param name="share">What the file that asks began with; null for a request that belongs to none.</param>
    /// <param name="log">Told how long it waited.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Leave to send it, where the pace is shared; null where it is not.</returns>
    /// <exception cref="GCException"><see cref="ErrorIds.RateLimited"/> while parked.</exception>
    public async ValueTask<ISharedTurn?> AcquireAsync(QuotaShare? share, StepLog? log, CancellationToken cancellationToken)
    {
        await AcquireOwnAsync(share, log, cancellationToken).ConfigureAwait(false);
        return _shared.Current is { } shared ? await shared.AcquireAsync(log, cancellationToken).ConfigureAwait(false) : null;
    }

    private async ValueTask AcquireOwnAsync(QuotaShare? share, StepLog? log, CancellationToken cancellationToken)
    {
        var counted = share?.IsOf(this) == true ? share : null;
        QuotaWaiter waiter;
        lock (_lock)
        {
            ThrowIfParked();
            if (_begun.Count == 0 && MaySend())
            {
                Send(counted);
                if (_reserved == 0 && _new.Count > 0)
                {
                    Serve();
                }

                return;
            }

            waiter = new QuotaWaiter(_begun, counted, 1);
            Watch();
        }

        await waiter.WaitAsync(GiveUp, _time, log, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until a file may begin, and reserves what it will need. Ask in the order in which files are to go: a file that others of its
    /// conversation wait for must not ask after them.
    /// </summary>
    /// <param name="requests">Requests that the file needs in all.</param>
    /// <param name="log">Told how long it waited.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RateLimited"/> while parked.</exception>
    public async ValueTask<QuotaShare> ReserveAsync(int requests, StepLog? log, CancellationToken cancellationToken)
    {
        QuotaWaiter waiter;
        lock (_lock)
        {
            ThrowIfParked();
            var share = new QuotaShare(this, 0);
            if (_begun.Count == 0 && _new.Count == 0 && MayBegin(requests))
            {
                Begin(share, requests);
                return share;
            }

            waiter = new QuotaWaiter(_new, share, requests);
            Watch();
        }

        await waiter.WaitAsync(GiveUp, _time, log, cancellationToken).ConfigureAwait(false);
        return waiter.Share!;
    }

    /// <summary>Tells whoever shares the pace of a refusal for it.</summary>
    /// <param name="wait">As long as the platform said.</param>
    /// <param name="why">The refusal in words.</param>
    internal void Tell(TimeSpan wait, string why) => _shared.Current?.Pause(wait, why);

    /// <summary>Lets no request leave for so long.</summary>
    public void PauseFor(TimeSpan pause)
    {
        lock (_lock)
        {
            _pauses.Pause(Now + pause);
            Serve();
        }
    }

    /// <summary>Refuses every request for so long: the wait is too long to sit out.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="until">The moment it ends by the clock on the wall, for whoever is refused.</param>
    /// <param name="why">The refusal in words.</param>
    public void Park(TimeSpan wait, DateTimeOffset until, string why)
    {
        lock (_lock)
        {
            _pauses.Park(Now + wait, until, why);
            Serve();
        }
    }

    /// <summary>Learns from the headers of an answer.</summary>
    /// <param name="count">Requests the server has counted in its window.</param>
    /// <param name="allowed">Requests it allows in a window.</param>
    /// <param name="resetSeconds">Seconds until its window ends.</param>
    public void Learn(int? count, int? allowed, int? resetSeconds)
    {
        if (allowed is not > 0)
        {
            return;
        }

        lock (_lock)
        {
            Told = count is { } counted ? (counted, allowed.Value) : Told;
            if (_limit > 0)
            {
                _limit = Math.Min(_configured, allowed.Value);
            }

            if (count >= allowed && resetSeconds is > 0 and <= 180)
            {
                _pauses.Pause(Now + TimeSpan.FromSeconds(resetSeconds.Value));
            }

            Serve();
        }
    }

    /// <summary>Changes the pace; what was sent before still counts.</summary>
    internal void SetPace(int requestsPerMinute)
    {
        lock (_lock)
        {
            (_configured, _limit) = (requestsPerMinute, requestsPerMinute);
            Serve();
        }
    }

    /// <summary>Forgets what was sent and every pause: a new session begins.</summary>
    internal void Reset()
    {
        lock (_lock)
        {
            _sent.Clear();
            _pauses.Clear();
            _limit = _configured;
            Serve();
        }
    }

    /// <summary>Gives back what a share did not use.</summary>
    internal void Return(QuotaShare share)
    {
        lock (_lock)
        {
            if (share.Left > 0)
            {
                _reserved -= share.Left;
                share.Left = 0;
                Serve();
            }
        }
    }

    private void GiveUp(QuotaWaiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (waiter.Remove())
            {
                waiter.Cancel(cancellationToken);
                Serve();
            }
        }
    }

    // Not the clock on the wall: that may be set back, and everyone would wait for it to come round again.
    private TimeSpan Now => _time.GetElapsedTime(0);

    // Whoever may go now, those that have begun before those that have not; then the timer for the next.
    private void Serve()
    {
        if (_pauses.Parked(Now) is { } parked)
        {
            foreach (var waiter in _begun.Concat(_new).ToList())
            {
                waiter.Remove();
                waiter.Fail(parked());
            }
        }

        while (_begun.First is { } first && MaySend())
        {
            first.Value.Remove();
            Send(first.Value.Share);
            first.Value.Grant();
        }

        while (_begun.Count == 0 && _new.First is { } first && MayBegin(first.Value.Requests))
        {
            first.Value.Remove();
            Begin(first.Value.Share!, first.Value.Requests);
            first.Value.Grant();
        }

        Watch();
    }

    private void Watch()
    {
        if (_begun.Count + _new.Count == 0)
        {
            return;
        }

        var now = Now;
        // Nothing sent and nothing paused: what is waited for is that reserved room is used or given back, which serves by itself.
        var next = _pauses.PausedUntil > now ? _pauses.PausedUntil : _sent.NextChange ?? now + _sent.Length;
        var wait = next - now is var left && left > Shortest ? left : Shortest;
        _timer ??= _time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            Serve();
        }
    }

    private bool MaySend() => IsOpen && (_limit <= 0 || _sent.Count(Now) < _limit);

    // What is left of a window when all that was begun has finished goes to one file that will finish in the next.
    private bool MayBegin(int requests) =>
        IsOpen && (_limit <= 0 || _sent.Count(Now) is var sent && (sent + _reserved + requests <= _limit || (_reserved == 0 && sent < _limit)));

    private bool IsOpen => _pauses.IsOpen(Now);

    private void Send(QuotaShare? share)
    {
        if (_limit > 0)
        {
            _sent.Add(Now);
        }

        if (share is { Left: > 0 })
        {
            share.Left--;
            _reserved--;
        }
    }

    private void Begin(QuotaShare share, int requests)
    {
        share.Left = requests;
        _reserved += requests;
    }

    private void ThrowIfParked()
    {
        if (_pauses.Parked(Now) is { } parked)
        {
            throw parked();
        }
    }
}
