using System.Threading.Channels;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Lanes;

namespace GenesysAttachments.Queue.Working;

/// <summary>
/// Works on a queue: claims conversations of the clients it is signed in as, sends their files in order, and writes down what becomes of each.
/// A pump feeds on <see cref="Items"/> and calls <see cref="SendAsync"/>; claims, heartbeats and the lanes' return go on by themselves.
/// </summary>
public sealed class QueueWorker : IAsyncDisposable
{
    // What is under way when no more is to be taken in has this long to end by itself, and a second more to be written down.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1.5);

    private readonly WorkOptions _options;
    private readonly TimeProvider _time;
    private readonly StepLog? _log;
    private readonly WorkDesk _desk;
    private readonly LaneTable _lanes;
    private readonly Dispatcher _dispatcher;
    private readonly List<IDisposable> _shares;
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _late = new();
    private Task _dispatch = Task.CompletedTask;
    private Task _heart = Task.CompletedTask;
    private ITimer? _timer;
    private bool _hasEnded;

    /// <summary>Makes a worker; <see cref="Start"/> begins its work.</summary>
    /// <param name="database">The queue.</param>
    /// <param name="sessions">The clients it is signed in as; no guests.</param>
    /// <param name="options">How it works.</param>
    /// <param name="progress">Shows what is under way.</param>
    /// <param name="log">Takes the story of it; null when nobody wants it.</param>
    /// <param name="random">Gives numbers from 0 to 1; null takes the shared source.</param>
    public QueueWorker(QueueDatabase database, IReadOnlyList<OrgSession> sessions, WorkOptions options, ProgressBoard progress, StepLog? log = null, Func<double>? random = null)
    {
        (_options, _log, _time, random) = (options, log, database.Time, random ?? Random.Shared.NextDouble);
        var wait = new DatabaseWait(_time, random, Notices.Warn);
        _desk = new WorkDesk(new LaneWork(database, Worker.Here([.. sessions.Select(session => session.SharedKey)])), wait, Fail, _late.Token);
        _lanes = new LaneTable(_desk, options.Send.ThrottleLimit, _time);

        // One that is not paced asks nobody.
        var paced = sessions.Where(session => session.Settings.RequestsPerMinute > 1).ToList();
        _shares = [.. paced.Select(session => session.Quota.ShareWith(new SharedPace(database, session.SharedKey, wait, random, _stop.Token)))];
        _dispatcher = new Dispatcher(_desk, _lanes, options, new ClientChoice(sessions, _time, random), progress, log, random, _drain.Token, _stop.Token) { Paced = paced, Quota = new(database), Time = _time };
    }

    /// <summary>Its name in the queue.</summary>
    public Guid Id => _desk.Work.Worker.Id;

    /// <summary>What is to be sent; ends when the work does.</summary>
    public ChannelReader<WorkItem> Items => _dispatcher.Items;

    /// <summary>What it has to say.</summary>
    public Notices Notices { get; } = new();

    /// <summary>What ended its work before its time; null where nothing did. To be read once it is disposed of.</summary>
    public GCException? Failure { get; private set; }

    /// <summary>Begins to work.</summary>
    public void Start()
    {
        _heart = Task.Run(() => _lanes.BeatAsync(_stop.Token), CancellationToken.None);
        _dispatch = Task.Run(DispatchAsync, CancellationToken.None);
        if (_options.Duration is { } duration)
        {
            _timer = _time.CreateTimer(_ => Drain(), null, duration, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Takes nothing more: what is under way ends by itself within some seconds, or is cut off; all of it is given back or has its end. May be called from any thread, and twice.</summary>
    public void Drain()
    {
        lock (_drain)
        {
            if (!_hasEnded && !_drain.IsCancellationRequested)
            {
                _drain.Cancel();
                _stop.CancelAfter(Patience);
                _late.CancelAfter(Patience + LastWords);
            }
        }
    }

    /// <summary>Sends one item, or looks for it, and writes down what becomes of it.</summary>
    public async Task<WorkResult> SendAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (_drain.IsCancellationRequested)
        {
            return NotBegun(item);
        }

        // One token for all, since a sender keeps the first that it is given. What is under way may end by itself also where the pump is stopped.
        using var stop = cancellationToken.UnsafeRegister(_ => Drain(), null);
        try
        {
            if (item.Admitted is not { } admitted)
            {
                await item.Record.NoteAsync(item.Refusal!).ConfigureAwait(false);
                return Result(item, item.Refusal!);
            }

            var receipt = await item.Sender.SendAsync(admitted, _stop.Token).ConfigureAwait(false);

            // What holds for all of a client's files is said once.
            if (receipt.Error is { StopsBatch: true } error && _dispatcher.LetRest(receipt.Plan.Session))
            {
                Notices.Tell(error);
            }

            return Result(item, receipt);
        }
        finally
        {
            await _lanes.FinishAsync(item.Hold).ConfigureAwait(false);
        }
    }

    /// <summary>The outcome of an item that nobody began with: it stays in the queue.</summary>
    public WorkResult NotBegun(WorkItem item)
    {
        _dispatcher.Leave(item);
        return new WorkResult(null);
    }

    /// <summary>Ends the work, if it has not ended, and gives back what is held.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await _dispatch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _heart.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (Items.TryRead(out var left))
        {
            _dispatcher.Leave(left);
        }

        await _lanes.DisposeAsync().ConfigureAwait(false);
        lock (_drain)
        {
            _hasEnded = true;
        }

        _timer?.Dispose();
        _shares.ForEach(share => share.Dispose());
        _dispatcher.Dispose();
        _drain.Dispose();
        _stop.Dispose();
        _late.Dispose();
    }

    // What is under way is cut off; its end is still written down.
    private void Stop()
    {
        Drain();
        lock (_drain)
        {
            if (!_hasEnded)
            {
                _stop.Cancel();
                _late.CancelAfter(LastWords);
            }
        }
    }

    private async Task DispatchAsync()
    {
        try
        {
            await _dispatcher.RunAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_drain.IsCancellationRequested)
        {
            // It was told to end.
        }
        catch (QueueException e)
        {
            Fail(e);
        }
        catch (Exception e)
        {
            Failure ??= e as GCException ?? new GCException(ErrorIds.InternalError, $"The worker broke off: {e.GetType().Name}, which nobody foresaw. {e.Message}", e);
        }
    }

    private WorkResult Result(WorkItem item, Receipt receipt)
    {
        if (!item.Record.HasEnded)
        {
            _log?.Verbose($"'{receipt.Plan.File.Name}' stays in the queue{(receipt.Error is { } error ? $": {error.Message}" : ".")}");
            return new WorkResult(null);
        }

        _lanes.Count(receipt.State == ReceiptStates.Sent);
        return new WorkResult(receipt);
    }

    private void Fail(QueueException e)
    {
        Failure ??= new GCException(e.Id, e.Message) { CanRetry = e.CanRetry };
        Drain();
    }
}
