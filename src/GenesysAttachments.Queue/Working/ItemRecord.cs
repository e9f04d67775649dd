using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Queue.Lanes;

namespace GenesysAttachments.Queue.Working;

/// <summary>
/// What the queue has to do with one item: what a worker before this one left open of it is looked for and never sent; an intent is written
/// right before its request; its end is written on evidence, or it is given back.
/// </summary>
/// <param name="desk">What it writes down with.</param>
/// <param name="hold">Its lane.</param>
/// <param name="item">The item.</param>
internal sealed class ItemRecord(WorkDesk desk, LaneHold hold, ClaimedItem item) : IRecord
{
    /// <summary>How often an item is tried that could not be sent for now.</summary>
    public const int MostTries = 5;

    private readonly TaskCompletionSource _noted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _before = hold.Last;
    private ItemText? _text;

    /// <summary>The item.</summary>
    public ClaimedItem Item => item;

    /// <summary>Its lane.</summary>
    public LaneHold Hold => hold;

    /// <summary>What it writes down with.</summary>
    public WorkDesk Desk => desk;

    /// <summary>Completes once all that was taken from its lane before it has its end written down.</summary>
    public Task Before => _before;

    /// <summary>Completes once its end is written down, or it was given back.</summary>
    public Task Noted => _noted.Task;

    /// <summary>The upload that it is to go by.</summary>
    public string? Media { get; private set; }

    /// <summary>Whether an intent with that upload may stand in the queue.</summary>
    public bool HasIntent { get; set; }

    /// <summary>Whether its end stands in the queue, or is known here and could not be written.</summary>
    public bool HasEnded { get; private set; }

    /// <inheritdoc/>
    public async Task<bool> SettleAsync(IRoute route, Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        if (hold.IsStopped)
        {
            throw QueueFailures.Left(plan.File.Name);
        }

        if (item.UnsettledText is { } text)
        {
            await SettleTextAsync(text, route, plan, context, cancellationToken).ConfigureAwait(false);
        }
        else if (item.TextState is { } state)
        {
            LeaveText(plan, context, state);
        }

        if (item.Unsettled is not { } open)
        {
            return false;
        }

        context.Transfer.AttachmentId = open.Media;
        context.Transfer.CommunicationId = open.Communication;
        return await FindAsync(route, new SoughtMessage(plan.Target with { CommunicationId = open.Communication }, open.Media, null, open.IntendedAt), context, cancellationToken).ConfigureAwait(false)
            ? true
            : throw new GCException(ErrorIds.MessageOutcomeUnknown, string.Create(CultureInfo.InvariantCulture, $"The message with '{plan.File.Name}' may have been sent: a worker ended while it was being sent, and {(plan.Route == RouteNames.Agent ? "the conversation does not show it" : "this route has no way to look")}."));
    }

    /// <inheritdoc/>
    public Task<IMessageMarks> IntendAsync(IReadOnlyList<Outgoing> files, MessageText? text)
    {
        foreach (var file in files)
        {
            // An upload of a leg has an id of its own; elsewhere what a message refers to may be the same twice.
            var record = (ItemRecord)file.Record;
            record.Media ??= file.Plan.Route == RouteNames.Agent ? file.Upload.Id : Guid.NewGuid().ToString("N");
        }

        var leg = files[0].Upload.Target.CommunicationId;
        if (text is not null && files[0].Plan.Route == RouteNames.Agent)
        {
            text.Marks = _text = new ItemText(this, leg);
        }

        return Task.FromResult<IMessageMarks>(new ItemMarks([.. files.Select(file => (ItemRecord)file.Record)], leg));
    }

    /// <summary>Nobody begins with it: it stays as it is.</summary>
    public void Leave() => _noted.TrySetResult();

    /// <inheritdoc/>
    public void Withdraw()
    {
        // Its intent stands, and is asked for again when it goes by itself.
    }

    /// <inheritdoc/>
    public async Task NoteAsync(Receipt receipt)
    {
        try
        {
            await WriteAsync(receipt).ConfigureAwait(false);
        }
        finally
        {
            _noted.TrySetResult();
        }
    }

    /// <summary>What the end of its text is, where this worker was at it; to be told with the intent of the file.</summary>
    public string? TextEnd => _text?.End;

    private async Task WriteAsync(Receipt receipt)
    {
        var (error, transfer) = (receipt.Error, receipt.Transfer);
        if (item.Unsettled is { } open)
        {
            HasEnded = receipt.State switch
            {
                ReceiptStates.Sent => await EndAsync(Outcome.Sent(open.Media, transfer.MessageId)).ConfigureAwait(false),
                ReceiptStates.Unknown => await EndAsync(Outcome.Unknown(open.Media, error?.ErrorId, error?.Message)).ConfigureAwait(false),
                _ when error?.ErrorId == ErrorIds.MessageRejected => await EndAsync(Outcome.Failed(open.Media, error.ErrorId, error.Message)).ConfigureAwait(false),
                _ => false,
            };
            if (!HasEnded)
            {
                // It is too early to say, or somebody else has said it.
                GiveBack(error);
            }

            return;
        }

        if (receipt.State == ReceiptStates.Sent || (receipt.State == ReceiptStates.Unknown && HasIntent))
        {
            // What is known here is told, also where it cannot be written down: it has gone, or may have.
            await EndAsync(receipt.State == ReceiptStates.Sent ? Outcome.Sent(Media!, transfer.MessageId, transfer.Sha256) : Outcome.Unknown(Media!, error?.ErrorId, error?.Message)).ConfigureAwait(false);
            HasEnded = true;
            return;
        }

        await TellTextAsync(receipt).ConfigureAwait(false);
        if (receipt.State == ReceiptStates.Rejected)
        {
            HasEnded = await EndAsync(Outcome.Rejected(error?.ErrorId, error?.Message)).ConfigureAwait(false);
        }
        else if (receipt.State == ReceiptStates.Failed && error is { CanRetry: false, StopsBatch: false })
        {
            HasEnded = await EndAsync(Outcome.Failed(HasIntent ? Media : null, error.ErrorId, error.Message)).ConfigureAwait(false);
        }
        else
        {
            await ReturnAsync(receipt).ConfigureAwait(false);
        }
    }

    private async Task ReturnAsync(Receipt receipt)
    {
        if (HasIntent)
        {
            await desk.WriteAsync(token => desk.Work.WithdrawAsync(item, Media!, token)).ConfigureAwait(false);
        }

        if (receipt.Error is not { StopsBatch: false } error || receipt.State == ReceiptStates.Cancelled)
        {
            GiveBack(receipt.Error);
        }
        else if (item.Returns + 1 >= MostTries)
        {
            HasEnded = await EndAsync(Outcome.Failed(null, error.ErrorId, error.Message)).ConfigureAwait(false);
        }
        else
        {
            await desk.WriteAsync(async token =>
            {
                await desk.Work.ReturnAsync(hold.Claim, item, error.ErrorId, error.Message, token).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            GiveBack(error);
        }
    }

    // Those behind it wait for it. What failed for the client, not for the file, is no reason for others to wait.
    private void GiveBack(GCException? error) =>
        hold.Stop(error is null or { ErrorId: ErrorIds.Cancelled } or { StopsBatch: true } ? TimeSpan.Zero : desk.Work.Times.RestAfterFailure * Math.Pow(4, item.Returns));

    private Task<bool> EndAsync(Outcome outcome) => desk.WriteAsync(token => desk.Work.EndAsync(hold.Claim, item, outcome, token));

    // The file has not gone. Of its text that is known, but where its own answer was lost.
    private async Task TellTextAsync(Receipt receipt)
    {
        if (_text is { HasIntent: true } text)
        {
            var state = receipt.State == ReceiptStates.Unknown ? TextStates.Unknown : text.End;
            await desk.WriteAsync(token => desk.Work.SettleTextAsync(item, state, token)).ConfigureAwait(false);
        }
    }

    private async Task SettleTextAsync(UnsettledText text, IRoute route, Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var own = context with { Transfer = new Transfer() };
        var sought = new SoughtMessage(plan.Target with { CommunicationId = text.Communication }, null, item.Item.Text, text.IntendedAt);
        var state = await FindAsync(route, sought, own, cancellationToken).ConfigureAwait(false) ? TextStates.Sent : TextStates.Unknown;
        if (!await desk.AskAsync(token => desk.Work.SettleTextAsync(item, state, token), cancellationToken).ConfigureAwait(false))
        {
            throw QueueFailures.Left(plan.File.Name);
        }

        LeaveText(plan, context, state);
    }

    private static void LeaveText(Plan plan, CallContext context, string state)
    {
        plan.Text?.TakeFor(plan.Lane)?.MarkGone();
        if (state == TextStates.Unknown)
        {
            context.Transfer.Warn($"Its text may have gone to conversation {plan.Target.ConversationId} before, which the conversation does not show; it is not sent again.");
        }
    }

    // What cannot be read now may be read later; what can never be read proves nothing.
    private static async Task<bool> FindAsync(IRoute route, SoughtMessage sought, CallContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await route.FindAsync(sought, context, cancellationToken).ConfigureAwait(false);
        }
        catch (GCException e) when (e is { CanRetry: false, StopsBatch: false } && e.ErrorId != ErrorIds.MessageRejected)
        {
            throw new GCException(ErrorIds.MessageOutcomeUnknown, $"A worker ended while it was being sent, and the conversation cannot be read: {e.Message}", e);
        }
    }
}
