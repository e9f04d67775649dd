using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Sending;

/// <summary>What the journal of a run has to do with one plan: what it knew of it before, and what is to be written down now.</summary>
internal sealed class JournalRecord : IRecord
{
    private readonly Journal _journal;
    private readonly JournalItem _item;
    private readonly JournalItem? _text;
    private readonly bool _isTextLost;
    private readonly bool _force;
    private bool _hasIntent;

    private JournalRecord(Journal journal, JournalItem item, JournalItem? text, bool isTextLost, bool force) => (_journal, _item, _text, _isTextLost, _force) = (journal, item, text, isTextLost, force);

    /// <summary>Recalls a plan. A text that an earlier run has sent does not go again; nor one that it may have, unless that is forced.</summary>
    /// <param name="journal">Where it is written down.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="force">Whether what may have gone is sent again.</param>
    public static JournalRecord Of(Journal journal, Plan plan, bool force)
    {
        var item = journal.Take(plan);
        var text = plan.Text is null ? null : journal.TakeText(plan, item);
        var (hasGone, mayHave) = (text?.State is JournalState.Sent, text?.State is JournalState.Posting or JournalState.Unknown);
        var gone = hasGone || (mayHave && !force) ? plan.Text!.TakeFor(plan.Lane) : null;
        gone?.MarkGone();
        return new JournalRecord(journal, item, text, gone is not null && text!.State == JournalState.Posting, force);
    }

    /// <summary>The receipt of what need not be looked at again; null for what is to be sent, or to be looked for.</summary>
    public Receipt? Settled(Plan plan) => (_item.State, _item.Before) switch
    {
        (JournalState.Sent, var sent) => Receipt.Skipped(plan, $"Not sent again: the journal says Sent{(sent is null ? "" : $", at {sent.At.UtcDateTime:u}")}.") with { Transfer = TransferOf(plan, sent) },
        (JournalState.Unknown, var lost) when !_force => new Receipt
        {
            Plan = plan,
            State = ReceiptStates.Unknown,
            Transfer = TransferOf(plan, lost),
            Error = new GCException(ErrorIds.MessageOutcomeUnknown, $"'{plan.File.Name}' was not sent again: the journal says that its message may have arrived."),
        },
        _ => null,
    };

    /// <summary>Looks for a message that a run before was at when it ended; false where there is none to look for, or it is sent again all the same.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.MessageOutcomeUnknown"/>: the conversation does not show it.</exception>
    public async Task<bool> SettleAsync(IRoute route, Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        await SettleTextAsync(route, plan, context, cancellationToken).ConfigureAwait(false);
        if (_item.State != JournalState.Posting)
        {
            return false;
        }

        var before = _item.Before;
        if (before?.AttachmentId is { } id)
        {
            context.Transfer.AttachmentId = id;
            context.Transfer.CommunicationId ??= before.CommunicationId;
            var target = plan.Target with { CommunicationId = before.CommunicationId ?? plan.Target.CommunicationId };
            if (await route.FindAsync(new SoughtMessage(target, id, null, before.At), context, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return _force ? false : throw new GCException(ErrorIds.MessageOutcomeUnknown, $"The message with '{plan.File.Name}' may have been sent: the run before ended while it was being sent, and {(plan.Route is RouteNames.Agent or RouteNames.Guest ? "the conversation does not show it" : "this route has no way to look")}.");
    }

    /// <summary>Writes down what is about to be sent in one message, and waits until that is durable; gives what is to be told of its request.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>: it must not be sent.</exception>
    public async Task<IMessageMarks> IntendAsync(IReadOnlyList<Outgoing> files, MessageText? text)
    {
        var items = new List<JournalItem>();
        if (text is not null && _text is { } own)
        {
            text.Marks = new JournalMarks(_journal, [own]);
            _journal.Intend(own, files[0].Upload);
            if (files[0].Plan.Route != RouteNames.Agent)
            {
                // There it goes first, by a request of its own.
                items.Add(own);
            }
        }

        foreach (var file in files)
        {
            var record = (JournalRecord)file.Record;
            record._hasIntent = true;
            _journal.Intend(record._item, file.Plan, file.Upload, file.Transfer);
            items.Add(record._item);
        }

        await _journal.SyncAsync().ConfigureAwait(false);
        return new JournalMarks(_journal, items);
    }

    /// <summary>Writes down that the message did not go; it will be sent again.</summary>
    public void Withdraw() => _journal.Mark([_item], JournalEvents.Withdrawn);

    /// <summary>Writes down what became of it.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>.</exception>
    public Task NoteAsync(Receipt receipt)
    {
        var name = receipt.State switch
        {
            ReceiptStates.Sent => JournalEvents.Sent,
            ReceiptStates.Unknown => JournalEvents.Unknown,
            ReceiptStates.Rejected => JournalEvents.Rejected,
            ReceiptStates.Cancelled => JournalEvents.Cancelled,
            _ => JournalEvents.Failed,
        };
        if (_item.State is JournalState.Posting or JournalState.Sent or JournalState.Unknown && name is not (JournalEvents.Sent or JournalEvents.Unknown))
        {
            // That this run did not send it says nothing of the message of an earlier one, unless that was found refused.
            if (!_hasIntent && receipt.Error?.ErrorId != ErrorIds.MessageRejected)
            {
                return Task.CompletedTask;
            }

            name = _hasIntent ? JournalEvents.Unknown : name;
        }

        return _journal.NoteAsync(_item, name, receipt.Plan, receipt.Transfer, receipt.Error, isFound: !_hasIntent);
    }

    // A text of its own that may have gone does not go again: whoever sent it is told where nothing shows it.
    private async Task SettleTextAsync(IRoute route, Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        if (!_isTextLost || plan.Route != RouteNames.Agent)
        {
            return;
        }

        var before = _text!.Before;
        var target = plan.Target with { CommunicationId = before?.CommunicationId ?? plan.Target.CommunicationId };
        var own = context with { Transfer = new Transfer { Secrets = plan.Session.Secrets } };
        try
        {
            if (before is not null && await route.FindAsync(new SoughtMessage(target, null, plan.Text!.Value, before.At), own, cancellationToken).ConfigureAwait(false))
            {
                _journal.Mark([_text], JournalEvents.Sent);
                return;
            }
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.MessageRejected)
        {
            _journal.Mark([_text], JournalEvents.Withdrawn);
            throw;
        }

        _journal.Mark([_text], JournalEvents.Unknown);
        context.Transfer.Warn($"Its text may have gone to conversation {plan.Target.ConversationId} in an earlier run, which the conversation does not show; it is not sent again without -Force.");
    }

    private static Transfer TransferOf(Plan plan, JournalLine? line) => new()
    {
        Secrets = plan.SessionKey is null || plan.Refusal is not null ? new() : plan.Session.Secrets,
        CommunicationId = line?.CommunicationId ?? plan.Target.CommunicationId,
        AttachmentId = line?.AttachmentId,
        MessageId = line?.MessageId,
        MessageStatus = line?.MessageStatus,
        Created = line?.Created,
        Sha256 = line?.Sha256,
    };
}
