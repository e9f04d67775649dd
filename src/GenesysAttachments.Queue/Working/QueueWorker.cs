using System.Threading.Channels;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Quotas;

namespace GenesysAttachments.Queue.Working;

/// <summary>
/// Works on a queue: claims conversations of the clients it is signed in as, sends their files in order, and writes down what becomes of each.
/// A pump feeds on <see cref="Items"/> and calls <see cref="SendAsync"/>; claims, heartbeats and the lanes' return go on by themselves.
/// </summary>
public sealed class QueueWorker : IAsyncDisposable
{
    private const int ItemsPerClaim = 10;

    // What is under way when no more is to be taken in has this long to end by itself, and a second more to be written down.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1.5);

    private readonly WorkOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly ProgressBoard _progress;
    private readonly StepLog? _log;
    private readonly IReadOnlyList<OrgSession> _sessions;
    private readonly QueueDatabase _database;
    private readonly WorkDesk _desk;
    private readonly ClientChoice _clients;
    private readonly LaneTable _lanes;
    private readonly ItemPlans _plans;
    private readonly List<IDisposable> _shares = [];
    private readonly List<Sender> _senders = [];
    private readonly Channel<WorkItem> _items;
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _late = new();
    private Sender? _sender;
    private Task _dispatch = Task.CompletedTask;
    private Task _heart = Task.CompletedTask;
    private ITimer? _timer;
    private long _taken;
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
        (_database, _sessions, _options, _progress, _log, _time, _random) = (database, sessions, options, progress, log, database.Time, random ?? Random.Shared.NextDouble);
        var work = new LaneWork(database, Worker.Here([.. sessions.Select(session => session.SharedKey)]));
        var wait = new DatabaseWait(_time, _random, Notices.Warn);
        _desk = new WorkDesk(work, wait, Fail, _late.Token);
        _clients = new ClientChoice(sessions, _time, _random);
        _lanes = new LaneTable(_desk, options.Send.ThrottleLimit, _time);
        _plans = new ItemPlans(_time);
        _items = Channel.CreateBounded<WorkItem>(new BoundedChannelOptions(options.Send.Workers) { SingleReader = true });
        foreach (var session in Paced)
        {
            _shares.Add(session.Quota.ShareWith(new SharedPace(database, session.SharedKey, wait, _random, _stop.Token)));
        }
    }

    /// <summary>Its name in the queue.</summary>
    public Guid Id => _desk.Work.Worker.Id;

    /// <summary>What is to be sent; ends when the work does.</summary>
    public ChannelReader<WorkItem> Items => _items.Reader;

    /// <summary>What it has to say.</summary>
    public Notices Notices { get; } = new();

    /// <summary>What ended its work before its time; null where nothing did.</summary>
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
            Learn(receipt);
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
        item.Hold.Stop();
        item.Record.Leave();
        if (item.Admitted is { } admitted)
        {
            item.Sender.NotBegun(admitted);
        }

        _lanes.FinishLater(item.Hold);
        return new WorkResult(null);
    }

    /// <summary>Ends the work, if it has not ended, and gives back what is held.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await _dispatch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _heart.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_items.Reader.TryRead(out var left))
        {
            NotBegun(left);
        }

        await _lanes.DisposeAsync().ConfigureAwait(false);
        lock (_drain)
        {
            _hasEnded = true;
        }

        _timer?.Dispose();
        _shares.ForEach(share => share.Dispose());
        _senders.ForEach(sender => sender.Dispose());
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
        var feeds = new List<Task>();
        try
        {
            foreach (var session in Paced)
            {
                await _desk.Wait.AskAsync(token => new SharedQuota(_database).EnsureLimitAsync(session.SharedKey, session.Settings.RequestsPerMinute, token), _drain.Token).ConfigureAwait(false);
            }

            while (_options.MaximumCount is not { } most || _taken < most)
            {
                await _lanes.EnterAsync(_drain.Token).ConfigureAwait(false);
                if (await ClaimAsync().ConfigureAwait(false) is not var (session, claim))
                {
                    break;
                }

                feeds.RemoveAll(feed => feed.IsCompleted);
                feeds.Add(TakeAsync(session, claim));
            }
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
        finally
        {
            await Task.WhenAll(feeds).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _progress.CloseInput();
            _items.Writer.TryComplete();
        }
    }

    // The lane that has waited longest of the client whose turn it is; null where the work is done.
    private async Task<(OrgSession Session, LaneClaim Claim)?> ClaimAsync()
    {
        var most = (int)Math.Min(ItemsPerClaim, (_options.MaximumCount ?? long.MaxValue) - _taken);
        while (true)
        {
            var awake = _clients.Awake;
            foreach (var session in awake)
            {
                // Not ended by a drain: a claim whose answer nobody takes keeps its lane for a lease.
                if (await _desk.Wait.AskAsync(token => _desk.Work.ClaimAsync(session.SharedKey, most, token), _stop.Token).ConfigureAwait(false) is { } claim)
                {
                    return (session, claim);
                }
            }

            _drain.Token.ThrowIfCancellationRequested();
            if (!_options.StaysForMore && awake.Count == 0)
            {
                return null;
            }

            var next = await _desk.Wait.AskAsync(token => _desk.Work.ReadNextAsync([.. awake.Select(session => session.SharedKey)], token), _drain.Token).ConfigureAwait(false);
            if (next.Count == 0 && !_options.StaysForMore && _lanes.AreAllBack)
            {
                return null;
            }

            await _lanes.WaitForChangeAsync(next.Count == 0 ? TimeSpan.MaxValue : next.Values.Min(), _random(), _drain.Token).ConfigureAwait(false);
        }
    }

    // Lanes are fed side by side, item by item: the files of one do not keep those of another waiting.
    private async Task TakeAsync(OrgSession session, LaneClaim claim)
    {
        // What may still arrive cannot be looked for yet, and what is behind it waits for it.
        var items = claim.Items.TakeWhile(item => WaitOf(item) == TimeSpan.Zero).ToList();
        var hold = _lanes.Take(claim, Math.Max(items.Count, 1));
        if (items.Count < claim.Items.Count)
        {
            hold.RestFor(WaitOf(claim.Items[items.Count]));
        }

        if (items.Count == 0)
        {
            await _lanes.FinishAsync(hold).ConfigureAwait(false);
            return;
        }

        var sender = _sender ??= NewSender();
        _taken += items.Count;
        await Task.Yield();
        foreach (var item in items)
        {
            await FeedAsync(await PrepareAsync(item, hold, session, sender).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async Task<WorkItem> PrepareAsync(ClaimedItem item, LaneHold hold, OrgSession session, Sender sender)
    {
        var record = new ItemRecord(_desk, hold, item);
        hold.Last = record.Noted;
        var plan = await _plans.MakeAsync(item, session, _stop.Token).ConfigureAwait(false);
        if (Receipt.OfRefused(plan) is { } refusal)
        {
            // Its check passed when it was queued: what is wrong with the file came since.
            var isLate = refusal.Error?.ErrorId is ErrorIds.FileNotFound or ErrorIds.FileUnreadable or ErrorIds.FileChanged;
            return new WorkItem(hold, record, sender, null, isLate ? refusal with { State = ReceiptStates.Failed } : refusal);
        }

        _progress.Accept();
        lock (sender)
        {
            return new WorkItem(hold, record, sender, sender.Admit(plan, record, _stop.Token), null);
        }
    }

    private async Task FeedAsync(WorkItem item)
    {
        try
        {
            await _items.Writer.WriteAsync(item, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            NotBegun(item);
        }
    }

    // One that is not paced asks nobody.
    private IEnumerable<OrgSession> Paced => _sessions.Where(session => session.Settings.RequestsPerMinute > 1);

    private static TimeSpan WaitOf(ClaimedItem item) =>
        item.Unsettled is { } unsettled ? unsettled.Wait : item.UnsettledText?.Wait ?? TimeSpan.Zero;

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

    // What holds for all of a client's files is said once; the client rests, and a new sender begins without that memory.
    private void Learn(Receipt receipt)
    {
        if (receipt.Error is { StopsBatch: true } error && _clients.LetRest(receipt.Plan.Session))
        {
            _sender = null;
            Notices.Tell(error);
        }
    }

    private Sender NewSender()
    {
        var sender = new Sender(_options.Send, _progress, _time, _log);
        _senders.Add(sender);
        return sender;
    }

    private void Fail(QueueException e)
    {
        Failure ??= new GCException(e.Id, e.Message) { CanRetry = e.CanRetry };
        Drain();
    }
}
