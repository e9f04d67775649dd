using System.Collections.Concurrent;
using System.Globalization;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// Carries out the plans of one command: uploads as they come, messages in the order of their conversation. What can succeed for no file
/// of a session fails the session's remaining files without another request; whatever else happens to a file is its own fate.
/// </summary>
/// <param name="options">What the command asks of every file.</param>
/// <param name="progress">Shows what is under way.</param>
/// <param name="time">Clock for receipts.</param>
/// <param name="log">Takes the story of it; null when nobody wants it.</param>
public sealed class Sender(SendOptions options, ProgressBoard progress, TimeProvider time, StepLog? log = null) : IDisposable
{
    private readonly Lanes _lanes = new(time);
    private readonly Gate _gate = new(options.ThrottleLimit);
    private readonly RouteCosts _costs = new(options.Workers, options.FilesPerMessage, options.ReadsBack);
    private readonly HeldFiles _held = new(time, log, options.MaximumRetryCount);
    private readonly ConcurrentDictionary<OrgSession, SessionWork> _sessions = new();
    private Delivery? _made;

    private Delivery Delivery => _made ??= new Delivery(_gate, new Messenger(_lanes, options.FilesPerMessage), progress, Report);

    /// <summary>The routes of a session; tests put others in their place.</summary>
    internal Func<OrgSession, IReadOnlyDictionary<string, IRoute>> RoutesOf { get; init; } = RouteSet.Of;

    /// <summary>Where the run writes down what it sends; null where it does not.</summary>
    public Journal? Journal { get; init; }

    /// <summary>Whether what may have gone is sent again.</summary>
    public bool Force { get; init; }

    /// <summary>Recalls what the journal knows of a plan; null without one. Call in input order, on one thread, before <see cref="Admit(Plan, IRecord?, CancellationToken)"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="receipt">Its receipt, where it is not to be sent: refused, or settled by an earlier run.</param>
    public IRecord? Recall(Plan plan, out Receipt? receipt)
    {
        receipt = Receipt.OfRefused(plan);
        if (Journal is null)
        {
            return null;
        }

        var record = JournalRecord.Of(Journal, plan, Force);
        if (receipt is null)
        {
            receipt = record.Settled(plan);
        }
        else if (receipt.State == ReceiptStates.Rejected)
        {
            _ = NoteAsync(record, receipt);
        }

        return record;
    }

    /// <summary>Takes a plan in of which nothing is written down. Call in input order, on one thread.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stop">Ends its wait for the quota.</param>
    public Admitted Admit(Plan plan, CancellationToken stop) => Admit(plan, null, stop);

    /// <summary>Takes a plan in. Call in input order, on one thread.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="record">What is written down of it; null where nothing is.</param>
    /// <param name="stop">Ends its wait for the quota.</param>
    public Admitted Admit(Plan plan, IRecord? record, CancellationToken stop)
    {
        var admitted = Admit(plan, _costs.Add(plan), stop);
        admitted.Record = record;
        return admitted;
    }

    /// <summary>Takes a plan in of which only the upload URL is wanted.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stop">Ends its wait for the quota.</param>
    public Admitted AdmitUrl(Plan plan, CancellationToken stop) => Admit(plan, _costs.AddUrl(plan), stop);

    /// <summary>Sends, and gives the outcome whatever it is.</summary>
    public async Task<Receipt> SendAsync(Admitted item, CancellationToken cancellationToken)
    {
        var plan = item.Plan;
        using var activity = EngineTelemetry.Source.StartActivity("deliver");
        activity?.SetTag("gcattachments.index", plan.Index).SetTag("gcattachments.route", plan.Route).SetTag("gcattachments.bytes", plan.File.Length);
        var (transfer, started, clock) = (NewTransfer(plan), time.GetUtcNow(), time.GetTimestamp());
        GCException? differs = null;
        var error = await RunAsync(item, transfer, DeliverAsync, "was not sent", cancellationToken).ConfigureAwait(false);
        plan = item.Plan;
        var state = error is null ? ReceiptStates.Sent : error.ErrorId == ErrorIds.Cancelled ? ReceiptStates.Cancelled : error.OutcomeUnknown ? ReceiptStates.Unknown : ReceiptStates.Failed;
        progress.Count(state);
        EngineTelemetry.Deliveries.Add(1, new KeyValuePair<string, object?>("route", plan.Route), new KeyValuePair<string, object?>("state", state));
        activity?.SetTag("gcattachments.state", state).SetTag("gcattachments.error", error?.ErrorId);
        var elapsed = time.GetElapsedTime(clock);
        log?.Verbose(string.Create(CultureInfo.InvariantCulture, $"'{plan.File.Name}' {state} after {elapsed.TotalSeconds:0.000} s{SendWords.Summary(transfer, error)}"));
        var receipt = new Receipt { Plan = plan, State = state, Transfer = transfer, Started = started, Elapsed = elapsed, Error = error ?? differs, Record = item.Record };
        await NoteAsync(item.Record, receipt).ConfigureAwait(false);
        if (!receipt.IsOnItsWay)
        {
            transfer.Close();
        }

        return receipt;

        async Task DeliverAsync(SessionWork work, CallContext context, CancellationToken token)
        {
            await Delivery.RunAsync(item, work, context, token).ConfigureAwait(false);
            differs = options.ReadsBack ? await new ReadBack(_gate, progress).CheckAsync(item.Plan, context, NewTransfer(item.Plan), token).ConfigureAwait(false) : null;
        }
    }

    /// <summary>Notes what became of a message after its receipt.</summary>
    public Task CorrectAsync(Receipt receipt) => NoteAsync(receipt.Record, receipt);

    // What has gone has gone, also where nobody can write it down: the next run finds its intent, and looks for it.
    private async Task NoteAsync(IRecord? record, Receipt receipt)
    {
        try
        {
            await (record?.NoteAsync(receipt) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (GCException e)
        {
            log?.Verbose(e.Message);
        }
    }

    /// <summary>Only gets the upload URL, and gives the outcome whatever it is.</summary>
    public async Task<UrlOutcome> OpenAsync(Admitted item, CancellationToken cancellationToken)
    {
        UploadUrl? url = null;
        var error = await RunAsync(item, NewTransfer(item.Plan), OpenAsync, "got no upload URL", cancellationToken).ConfigureAwait(false);
        progress.Count(error is null ? ReceiptStates.Sent : ReceiptStates.Failed);
        return new UrlOutcome(item.Plan, url, error);

        async Task OpenAsync(SessionWork work, CallContext context, CancellationToken token)
        {
            using var place = await _gate.EnterAsync(token).ConfigureAwait(false);
            using var slot = progress.Begin(item.Plan.File.Name, item.Plan.File.Length, context.Transfer);
            url = await work.Routes[item.Plan.Route].OpenAsync(item.Plan, context, token).ConfigureAwait(false);
        }
    }

    /// <summary>The receipt of a plan that was taken in and never begun.</summary>
    public Receipt NotBegun(Admitted item)
    {
        Release(item);
        var receipt = new Receipt { Plan = item.Plan, State = ReceiptStates.Cancelled, Transfer = NewTransfer(item.Plan), Started = time.GetUtcNow(), Elapsed = TimeSpan.Zero, Error = SendWords.Stopped(item.Plan, "was not sent", null) };
        _ = NoteAsync(item.Record, receipt);
        return receipt;
    }

    /// <summary>The outcome of an upload URL that was never asked for.</summary>
    public static UrlOutcome NotOpened(Admitted item)
    {
        Release(item);
        return new UrlOutcome(item.Plan, null, SendWords.Stopped(item.Plan, "got no upload URL", null));
    }

    /// <summary>No more plans will be taken in: a message that has room waits for none.</summary>
    public void CloseInput() => _lanes.Close();

    /// <summary>Lets go of the sessions, once all work has ended.</summary>
    public void Dispose()
    {
        foreach (var work in _sessions.Values)
        {
            work.Dispose();
        }
    }

    private Admitted Admit(Plan plan, int cost, CancellationToken stop) =>
        new(plan, _lanes.Enter(plan.Lane), plan.Session.Pace.ReserveAsync(cost, log, stop).AsTask());

    // The one place where an item's failure becomes its error, whatever it is.
    private async Task<GCException?> RunAsync(Admitted item, Transfer transfer, Func<SessionWork, CallContext, CancellationToken, Task> run, string what, CancellationToken stop)
    {
        var plan = item.Plan;
        SessionWork? work = null;
        try
        {
            stop.ThrowIfCancellationRequested();
            work = WorkOf(plan.Session, stop);
            work.ThrowIfStopped();
            item.Plan = await _held.AwaitAsync(plan, transfer, work.Token).ConfigureAwait(false);
            // Before it takes a place: one that waits for the next minute must not hold up those that could finish in this one.
            using var share = await item.Share.WaitAsync(work.Token).ConfigureAwait(false);
            await run(work, new CallContext { Log = log, MaximumRetryCount = options.MaximumRetryCount, Share = share, Transfer = transfer }, work.Token).ConfigureAwait(false);
            return null;
        }
        catch (GCException e)
        {
            work?.Note(e);
            return (e.ErrorId == ErrorIds.FileTooLarge ? e.Saying(SendWords.Size(plan.File)) : e).Masked(transfer.Mask);
        }
        catch (Exception e) when (transfer.MayHaveSent)
        {
            return Unforeseen(plan, transfer, what, e);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return SendWords.Stopped(plan, what, null);
        }
        catch (Exception e) when (plan.Session.HasEnded)
        {
            return plan.Session.EndedError(e);
        }
        catch (Exception e)
        {
            return Unforeseen(plan, transfer, what, e);
        }
        finally
        {
            Release(item);
        }
    }

    private GCException Unforeseen(Plan plan, Transfer transfer, string what, Exception e)
    {
        Report(plan.File.Name, e, transfer.Mask);
        return transfer.MayHaveSent
            ? new GCException(ErrorIds.MessageOutcomeUnknown, $"The message with '{plan.File.Name}' may have been sent: {e.GetType().Name} broke off what came after it.", e) { CorrelationId = transfer.CorrelationId }
            : new GCException(ErrorIds.InternalError, $"'{plan.File.Name}' {what}: {e.GetType().Name}, which nobody foresaw. {transfer.Mask.Show(SendWords.Said(() => e.Message))}", e) { CorrelationId = transfer.CorrelationId };
    }

    // One line, with the place.
    private void Report(string name, Exception e, SecretMask mask) => log?.Debug($"A bug of the module, at '{name}': {Redaction.Whole(mask.Apply(SendWords.Said(e.ToString)))}");

    private SessionWork WorkOf(OrgSession session, CancellationToken stop)
    {
        if (_sessions.TryGetValue(session, out var work))
        {
            return work;
        }

        var made = new SessionWork(session, RoutesOf(session), stop);
        work = _sessions.GetOrAdd(session, made);
        if (work != made)
        {
            made.Dispose();
        }

        return work;
    }

    // Whoever comes late finds its turn and its room in the quota given back.
    private static void Release(Admitted item)
    {
        item.Ticket.Leave();
        _ = GiveBackAsync(item.Share);

        static async Task GiveBackAsync(Task<QuotaShare> share)
        {
            try
            {
                (await share.ConfigureAwait(false)).Dispose();
            }
            catch (Exception e) when (e is GCException or OperationCanceledException)
            {
                // It never got one.
            }
        }
    }

    private Transfer NewTransfer(Plan plan) => new()
    {
        Clock = time,
        Secrets = plan.Session.Secrets,
        CommunicationId = plan.Url?.Target.CommunicationId ?? plan.Target.CommunicationId,
        AttachmentId = plan.Url?.AttachmentId,
    };
}
