using System.Collections.Concurrent;
using System.Globalization;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Engine.Deliveries;

/// <summary>
/// Carries out the deliveries of one command: uploads as they come, messages in the order of their conversation. What can succeed
/// for no item of a session fails the session's remaining items without another request.
/// </summary>
/// <param name="options">What the command asks of every delivery.</param>
/// <param name="progress">Shows what is under way.</param>
/// <param name="time">Clock for receipts.</param>
/// <param name="log">Takes the story of it; null when nobody wants it.</param>
public sealed class DeliveryRunner(DeliveryOptions options, ProgressBoard progress, TimeProvider time, StepLog? log = null)
{
    private readonly Lanes _lanes = new();
    private readonly Gate _gate = new(options.ThrottleLimit);
    private readonly ConcurrentDictionary<OrgSession, SessionWork> _sessions = new();

    /// <summary>Takes a delivery in. Call in input order, on one thread.</summary>
    public AdmittedDelivery Admit(Delivery delivery) => new(delivery, _lanes.Enter(delivery.Lane));

    /// <summary>Delivers, and gives the outcome whatever it is; throws for nothing but a bug.</summary>
    public async Task<Receipt> DeliverAsync(AdmittedDelivery item, CancellationToken cancellationToken)
    {
        var delivery = item.Delivery;
        var work = _sessions.GetOrAdd(delivery.Session, session => new SessionWork(session));
        log?.Follow();
        using var activity = EngineTelemetry.Source.StartActivity("deliver");
        activity?.SetTag("gcattachments.index", delivery.Index).SetTag("gcattachments.route", delivery.Route).SetTag("gcattachments.bytes", delivery.File.Length);
        var state = NewState(delivery);
        var (started, clock) = (time.GetUtcNow(), time.GetTimestamp());
        Uploaded? uploaded = null;
        Gate.Place? place = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            work.ThrowIfStopped();
            var route = work.Routes[delivery.Route];
            // Before it takes a place: one that waits for the next minute must not hold up those that could finish in this one.
            using var share = await delivery.Session.Pace.ReserveAsync(route.RequestsPerFile - (delivery.Url is null ? 0 : 1), cancellationToken).ConfigureAwait(false);
            share.Follow();
            place = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            using var slot = progress.Begin(delivery.File.Name, delivery.File.Length, state);
            work.ThrowIfStopped();
            uploaded = await route.UploadAsync(Named(delivery), delivery.Target, delivery.Url, options, state, cancellationToken).ConfigureAwait(false);

            var turn = item.Ticket.TurnAsync(cancellationToken);
            if (!turn.IsCompleted)
            {
                state.Step = "uploaded, waiting for its turn in the conversation";
                place.StepOut();
                await turn.ConfigureAwait(false);
                await place.ReturnAsync(cancellationToken).ConfigureAwait(false);
            }

            await turn.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            work.ThrowIfStopped();
            state.Step = "sending the message";
            await route.SendAsync(uploaded, delivery.Text?.TakeFor(delivery.Lane), options, state, cancellationToken).ConfigureAwait(false);
            delivery.Session.Sent(delivery.Target.ConversationId);
            return Make(ReceiptStates.Sent, null);
        }
        catch (GCException e)
        {
            work.Note(e);
            return Make(e.OutcomeUnknown ? ReceiptStates.Unknown : ReceiptStates.Failed, e);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            if (uploaded is not null)
            {
                await work.Routes[delivery.Route].AbandonAsync(uploaded).ConfigureAwait(false);
            }

            return Make(ReceiptStates.Cancelled, Stopped(delivery, "was not sent", e));
        }
        finally
        {
            // In this order, and after an error was noted: the place goes to the conversation's next message rather than to a new upload.
            item.Ticket.Leave();
            place?.Dispose();
        }

        Receipt Make(string outcome, GCException? error)
        {
            progress.Count(outcome);
            EngineTelemetry.Deliveries.Add(1, new KeyValuePair<string, object?>("route", delivery.Route), new KeyValuePair<string, object?>("state", outcome));
            activity?.SetTag("gcattachments.state", outcome).SetTag("gcattachments.error", error?.ErrorId);
            log?.Verbose(string.Create(CultureInfo.InvariantCulture, $"'{delivery.File.Name}' {outcome} after {time.GetElapsedTime(clock).TotalSeconds:0.000} s{(error is null ? "" : $": {error.ErrorId}")}."));
            return new Receipt
            {
                Delivery = delivery, State = outcome, Progress = state, Started = started, Elapsed = time.GetElapsedTime(clock), Error = error,
            };
        }
    }

    /// <summary>The receipt of a delivery that was taken in and never begun.</summary>
    public Receipt NotBegun(AdmittedDelivery item)
    {
        item.Ticket.Leave();
        return new Receipt
        {
            Delivery = item.Delivery,
            State = ReceiptStates.Cancelled,
            Progress = NewState(item.Delivery),
            Started = time.GetUtcNow(),
            Elapsed = TimeSpan.Zero,
            Error = Stopped(item.Delivery, "was not sent", null),
        };
    }

    /// <summary>The outcome of an upload URL that was never asked for.</summary>
    public static UrlOutcome NotOpened(AdmittedDelivery item)
    {
        item.Ticket.Leave();
        return new UrlOutcome(item.Delivery, null, Stopped(item.Delivery, "got no upload URL", null));
    }

    /// <summary>Only gets the upload URL, and gives the outcome whatever it is.</summary>
    public async Task<UrlOutcome> OpenAsync(AdmittedDelivery item, CancellationToken cancellationToken)
    {
        var delivery = item.Delivery;
        var work = _sessions.GetOrAdd(delivery.Session, session => new SessionWork(session));
        log?.Follow();
        var state = NewState(delivery);
        using var slot = progress.Begin(delivery.File.Name, delivery.File.Length, state);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            work.ThrowIfStopped();
            var url = await work.Routes[delivery.Route].OpenAsync(Named(delivery), delivery.Target, options, state, cancellationToken).ConfigureAwait(false);
            progress.Count(ReceiptStates.Sent);
            return new UrlOutcome(delivery, url, null);
        }
        catch (GCException e)
        {
            work.Note(e);
            progress.Count(ReceiptStates.Failed);
            return new UrlOutcome(delivery, null, e);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            return new UrlOutcome(delivery, null, Stopped(delivery, "got no upload URL", e));
        }
        finally
        {
            item.Ticket.Leave();
        }
    }

    /// <summary>The file under a name that the route takes, should it have been checked for another.</summary>
    private static Attachment Named(Delivery delivery) => delivery.File with { SentName = FileNames.ForRoute(delivery.File.SentName, delivery.Route) };

    private static GCException Stopped(Delivery delivery, string what, Exception? cause) =>
        new(ErrorIds.Cancelled, $"'{delivery.File.Name}' {what}: the command was stopped.", cause);

    private static DeliveryState NewState(Delivery delivery) => new()
    {
        CommunicationId = delivery.Url?.Target.CommunicationId ?? delivery.Target.CommunicationId,
        AttachmentId = delivery.Url?.AttachmentId,
    };

    /// <summary>What one session's deliveries share in this command.</summary>
    private sealed class SessionWork(OrgSession session)
    {
        private volatile GCException? _stop;

        public IReadOnlyDictionary<string, IRoute> Routes { get; } = session.CreateRoutes();

        public void ThrowIfStopped()
        {
            if (_stop is { } stop)
            {
                throw stop;
            }
        }

        public void Note(GCException error)
        {
            if (error.StopsBatch)
            {
                _stop ??= error;
            }
        }
    }
}
