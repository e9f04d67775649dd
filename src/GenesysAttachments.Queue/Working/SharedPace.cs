using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Quotas;

namespace GenesysAttachments.Queue.Working;

/// <summary>
/// The pace of a client that machines share through a queue, as a session asks for it. Requests are booked in small lots: as many as wait for
/// one now, or as are likely to come within a quarter of a second by the last two seconds, so that a busy sender asks the database seldom and
/// a slow one wastes nothing. A lot is good for half a second.
/// </summary>
public sealed class SharedPace : ISharedPace
{
    private const int SoonInLately = 8;
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiters = new();
    private readonly Queue<long> _granted = new();
    private readonly SharedQuota _quota;
    private readonly string _client;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly DatabaseWait _database;
    private readonly CancellationToken _ended;
    private Task _pausing = Task.CompletedTask;
    private QuotaBooking? _lot;
    private int _left;
    private bool _isBooking;

    private StepLog? _log;

    /// <summary>Shares a client's pace.</summary>
    /// <param name="database">The queue.</param>
    /// <param name="client">The client: the shared key of a session.</param>
    /// <param name="ended">Ends all waits for the database.</param>
    public SharedPace(QueueDatabase database, string client, CancellationToken ended) =>
        (_quota, _client, _time, _database, _random, _ended) = (new SharedQuota(database), client, database.Time, new DatabaseWait(database.Time, Random.Shared.NextDouble, words => Volatile.Read(ref _log)?.Verbose(words)), Random.Shared.NextDouble, ended);

    internal SharedPace(QueueDatabase database, string client, DatabaseWait wait, Func<double> random, CancellationToken ended) =>
        (_quota, _client, _time, _database, _random, _ended) = (new SharedQuota(database), client, database.Time, wait, random, ended);

    /// <inheritdoc/>
    public async ValueTask<ISharedTurn> AcquireAsync(StepLog? log, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            // Whoever waits is who hears of a database that is away.
            Volatile.Write(ref _log, log);
            if (_waiters.Count == 0 && Take() is { } turn)
            {
                return turn;
            }

            waiter = new Waiter();
            _waiters.Enqueue(waiter);
            if (!_isBooking)
            {
                _isBooking = true;
                _ = Task.Run(BookAsync, CancellationToken.None);
            }
        }

        var begun = _time.GetTimestamp();
        using (cancellationToken.UnsafeRegister(static state => ((Waiter)state!).TrySetCanceled(), waiter))
        {
            var turn = await waiter.Task.ConfigureAwait(false);
            if (_time.GetElapsedTime(begun) is { TotalSeconds: > 0.5 } waited)
            {
                log?.Verbose(string.Create(CultureInfo.InvariantCulture, $"Waited {waited.TotalSeconds:0.0} s for the shared quota."));
            }

            return turn;
        }
    }

    /// <inheritdoc/>
    public void Pause(TimeSpan wait, string why)
    {
        lock (_lock)
        {
            // The next booking waits for it: this process must not go on before the others are told.
            _pausing = Task.WhenAll(_pausing, TellAsync());
        }

        async Task TellAsync()
        {
            try
            {
                await _database.AskAsync(token => _quota.PauseAsync(_client, wait, why, token), _ended).ConfigureAwait(false);
            }
            catch (Exception e) when (e is QueueException or OperationCanceledException)
            {
                // Whatever the database says of it, it says to the next booking as well.
            }
        }
    }

    private Turn? Take()
    {
        if (_left == 0 || _lot is not { IsStale: false } lot)
        {
            return null;
        }

        _left--;
        _granted.Enqueue(_time.GetTimestamp());
        return new Turn(lot);
    }

    private async Task BookAsync()
    {
        while (true)
        {
            try
            {
                Task pausing;
                lock (_lock)
                {
                    pausing = _pausing;
                }

                await pausing.ConfigureAwait(false);
                var booking = await _database.AskAsync(token => _quota.BookAsync(_client, Wanted(), token), _ended).ConfigureAwait(false);
                if (booking.ParkedFor is { } parked)
                {
                    Refuse(() => new GCException(ErrorIds.RateLimited, Words(parked, booking.ParkedWhy)) { StatusCode = 429, StopsBatch = true });
                }
                else
                {
                    var wait = booking.IsGranted ? booking.Wait : TimeSpan.FromSeconds(Math.Max(0.5, booking.Wait.TotalSeconds - (AskAgain.TotalSeconds * _random())));
                    if (wait > TimeSpan.Zero)
                    {
                        await Task.Delay(wait, _time, _ended).ConfigureAwait(false);
                    }

                    Hand(booking);
                }
            }
            catch (QueueException e)
            {
                Refuse(() => QueueFailures.ForAll(e));
            }
            catch (OperationCanceledException)
            {
                Refuse(() => new GCException(ErrorIds.Cancelled, "The queue that the pace is shared through was let go of."));
            }

            lock (_lock)
            {
                if (!_waiters.Any(waiter => !waiter.Task.IsCompleted))
                {
                    _waiters.Clear();
                    _isBooking = false;
                    return;
                }
            }
        }
    }

    private int Wanted()
    {
        lock (_lock)
        {
            while (_granted.TryPeek(out var oldest) && _time.GetElapsedTime(oldest) > Lately)
            {
                _granted.Dequeue();
            }

            return Math.Max(1, Math.Max(_waiters.Count(waiter => !waiter.Task.IsCompleted), _granted.Count / SoonInLately));
        }
    }

    private void Hand(QuotaBooking booking)
    {
        lock (_lock)
        {
            (_lot, _left) = (booking, booking.IsGranted ? booking.Count : 0);
            while (_waiters.TryPeek(out var first))
            {
                // One that has given up takes none.
                if (!first.Task.IsCompleted)
                {
                    if (Take() is not { } turn)
                    {
                        return;
                    }

                    if (!first.TrySetResult(turn))
                    {
                        _left++;
                    }
                }

                _waiters.Dequeue();
            }
        }
    }

    private void Refuse(Func<GCException> why)
    {
        lock (_lock)
        {
            while (_waiters.TryDequeue(out var waiter))
            {
                waiter.TrySetException(why());
            }
        }
    }

    private static string Words(TimeSpan parked, string? why) =>
        string.Create(CultureInfo.InvariantCulture, $"The client is parked for {parked.TotalSeconds:0} s more, for everybody who shares its pace: {why ?? "it met the rate limit"}");

    private sealed class Waiter() : TaskCompletionSource<ISharedTurn>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One of the requests of a booking.</summary>
    internal sealed class Turn(QuotaBooking booking) : ISharedTurn
    {
        public QuotaBooking Booking => booking;

        public bool HasPassed => booking.IsStale;
    }
}
