using System.Threading.Channels;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Quotas;

namespace GenesysAttachments.Queue.Working;

/// <summary>Claims lanes while there is room, makes plans of their items, and hands them over: lanes side by side, the items of each in order.</summary>
/// <param name="desk">What it claims with.</param>
/// <param name="lanes">What is held.</param>
/// <param name="options">How the worker works.</param>
/// <param name="clients">Whom it claims for.</param>
/// <param name="progress">Shows what is under way.</param>
/// <param name="log">Takes the story of it; null when nobody wants it.</param>
/// <param name="random">Gives numbers from 0 to 1.</param>
/// <param name="drain">Ends when nothing more is to be taken in.</param>
/// <param name="stop">Ends when what is under way is cut off.</param>
internal sealed class Dispatcher(
    WorkDesk desk, LaneTable lanes, WorkOptions options, ClientChoice clients, ProgressBoard progress, StepLog? log, Func<double> random, CancellationToken drain, CancellationToken stop) : IDisposable
{
    private const int ItemsPerClaim = 10;

    private readonly Channel<WorkItem> _items = Channel.CreateBounded<WorkItem>(new BoundedChannelOptions(options.Send.Workers) { SingleReader = true });
    private readonly List<Sender> _senders = [];
    private ItemPlans? _plans;
    private volatile Sender? _sender;
    private long _taken;

    /// <summary>What is to be sent.</summary>
    public ChannelReader<WorkItem> Items => _items.Reader;

    /// <summary>The sessions whose pace is shared.</summary>
    public required IReadOnlyList<OrgSession> Paced { get; init; }

    /// <summary>The paces.</summary>
    public required SharedQuota Quota { get; init; }

    /// <summary>Clock of checks and receipts.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Claims until the work is done, or is to end.</summary>
    public async Task RunAsync()
    {
        var feeds = new List<Task>();
        try
        {
            foreach (var session in Paced)
            {
                await desk.Wait.AskAsync(token => Quota.EnsureLimitAsync(session.SharedKey, session.Settings.RequestsPerMinute, token), drain).ConfigureAwait(false);
            }

            while (options.MaximumCount is not { } most || _taken < most)
            {
                await lanes.EnterAsync(drain).ConfigureAwait(false);
                if (await ClaimAsync().ConfigureAwait(false) is not var (session, claim))
                {
                    break;
                }

                feeds.RemoveAll(feed => feed.IsCompletedSuccessfully);
                feeds.Add(TakeAsync(session, claim));
            }
        }
        finally
        {
            try
            {
                await Task.WhenAll(feeds).ConfigureAwait(false);
            }
            finally
            {
                progress.CloseInput();
                _items.Writer.TryComplete();
            }
        }
    }

    /// <summary>Nothing of a client succeeds for now: it rests, and those after it begin with a sender without that memory; false where that was known.</summary>
    public bool LetRest(OrgSession session)
    {
        if (!clients.LetRest(session))
        {
            return false;
        }

        _sender = null;
        return true;
    }

    /// <summary>Leaves an item in the queue that nobody began with.</summary>
    public void Leave(WorkItem item)
    {
        item.Hold.Stop();
        item.Record.Leave();
        if (item.Admitted is { } admitted)
        {
            item.Sender.NotBegun(admitted);
        }

        lanes.FinishLater(item.Hold);
    }

    /// <inheritdoc/>
    public void Dispose() => _senders.ForEach(sender => sender.Dispose());

    // The lane that has waited longest of the client whose turn it is; null where the work is done.
    private async Task<(OrgSession Session, LaneClaim Claim)?> ClaimAsync()
    {
        var most = (int)Math.Min(ItemsPerClaim, (options.MaximumCount ?? long.MaxValue) - _taken);
        while (true)
        {
            var awake = clients.Awake;
            foreach (var session in awake)
            {
                // Not ended by a drain: a claim whose answer nobody takes keeps its lane for a lease.
                if (await desk.Wait.AskAsync(token => desk.Work.ClaimAsync(session.SharedKey, most, token), stop).ConfigureAwait(false) is { } claim)
                {
                    return (session, claim);
                }
            }

            drain.ThrowIfCancellationRequested();
            if (!options.StaysForMore && awake.Count == 0)
            {
                return null;
            }

            var next = await desk.Wait.AskAsync(token => desk.Work.ReadNextAsync([.. awake.Select(session => session.SharedKey)], token), drain).ConfigureAwait(false);
            if (next.Count == 0 && !options.StaysForMore && lanes.AreAllBack)
            {
                return null;
            }

            await lanes.WaitForChangeAsync(next.Count == 0 ? TimeSpan.MaxValue : next.Values.Min(), random(), drain).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(OrgSession session, LaneClaim claim)
    {
        // What may still arrive cannot be looked for yet, and what is behind it waits for it.
        var items = claim.Items.TakeWhile(item => WaitOf(item) == TimeSpan.Zero).ToList();
        var hold = lanes.Take(claim, Math.Max(items.Count, 1));
        if (items.Count < claim.Items.Count)
        {
            hold.RestFor(WaitOf(claim.Items[items.Count]));
        }

        if (items.Count == 0)
        {
            await lanes.FinishAsync(hold).ConfigureAwait(false);
            return;
        }

        var sender = _sender ?? NewSender();
        _taken += items.Count;
        await Task.Yield();
        foreach (var item in items)
        {
            var work = await PrepareAsync(item, hold, session, sender).ConfigureAwait(false);
            try
            {
                await _items.Writer.WriteAsync(work, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Leave(work);
            }
        }
    }

    private async Task<WorkItem> PrepareAsync(ClaimedItem item, LaneHold hold, OrgSession session, Sender sender)
    {
        var record = new ItemRecord(desk, hold, item);
        hold.Last = record.Noted;
        var plan = await (_plans ??= new ItemPlans(Time)).MakeAsync(item, session, CancellationToken.None).ConfigureAwait(false);
        if (Receipt.OfRefused(plan) is { } refusal)
        {
            // Its check passed when it was queued: what is wrong with the file came since. What may pass is tried again.
            var isLate = refusal.Error is { CanRetry: true } or { ErrorId: ErrorIds.FileNotFound or ErrorIds.FileUnreadable or ErrorIds.FileChanged };
            return new WorkItem(hold, record, sender, null, isLate ? refusal with { State = ReceiptStates.Failed } : refusal);
        }

        progress.Accept();
        lock (sender)
        {
            return new WorkItem(hold, record, sender, sender.Admit(plan, record, stop), null);
        }
    }

    private Sender NewSender()
    {
        var sender = new Sender(options.Send, progress, Time, log);
        _senders.Add(sender);
        _sender = sender;
        return sender;
    }

    private static TimeSpan WaitOf(ClaimedItem item) =>
        item.Unsettled is { } unsettled ? unsettled.Wait : item.UnsettledText?.Wait ?? TimeSpan.Zero;
}
