using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Checks, uploads and sends files, and gives one receipt per input.</summary>
[Cmdlet(VerbsCommunications.Send, "GCAttachment", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(GCReceipt))]
public sealed class SendGCAttachmentCommand : TransferCmdlet
{
    // Made when work begins: completion makes a cmdlet as well, and must not load the engine.
    private ProgressBoard? _board;
    private Sender? _sender;
    private Pump<Admitted, Receipt>? _pump;
    private WhatIfSummary? _whatIf;
    private LateRefusals? _late;
    private Engine.Journals.Journal? _journal;

    /// <summary>Text that goes along: once per conversation when given here, with its row when it is a column.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Text { get; set; }

    /// <summary>Path of the Multipart route: a name, or a path with {conversationId}, {channelId} and {guestId}.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TemplateCompleter))]
    public string? Template { get; set; }

    private protected override string? FormTemplate => string.IsNullOrWhiteSpace(Template) ? null : Template.Trim();

    private protected override bool SendsAgain => Force;

    /// <summary>Sends again what has been sent, or may have been.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>File in which the run writes down what it sends: the same line again sends the rest.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>Most files in one message: consecutive ones of a conversation.</summary>
    [Parameter]
    [ValidateRange(1, SendOptions.MostFilesPerMessage)]
    [ArgumentCompleter(typeof(NoValues))]
    public int FilesPerMessage { get; set; } = 1;

    /// <summary>Fetches each file after its message, and compares it: Verified then says whether it came back byte for byte.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    private SendOptions Options => SendOptions with { FilesPerMessage = FilesPerMessage, ReadsBack = Verify };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _board = new ProgressBoard();
        (_whatIf, _late) = (new WhatIfSummary(Options), new LateRefusals(Log));
        _journal = OpenJournal();
        _sender = new Sender(Options, _board, TimeProvider.System, Log) { Journal = _journal, Force = Force };
        _pump = new Pump<Admitted, Receipt>(Options.Workers, _sender.SendAsync, _sender.NotBegun, new Sink(this));
        OnStop(_pump.Cancel);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var plan in PlanRecord(Text))
        {
            CountInput();
            if (!Take(plan))
            {
                throw new PipelineStoppedException();
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _board!.CloseInput();
        _sender!.CloseInput();
        _pump!.Complete();
        WriteLateRefusals();
        WarnOfNoInput("sent");
        if (IsWhatIf && HadInput)
        {
            var summary = _whatIf!.Describe();
            ShouldProcess(summary, summary, "Send-GCAttachment");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _pump?.Dispose();
        _sender?.Dispose();
        _journal?.Dispose();
        base.Dispose(disposing);
    }

    // Under -WhatIf nothing is written.
    private Engine.Journals.Journal? OpenJournal()
    {
        if (Journal is null || IsWhatIf)
        {
            return null;
        }

        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Journal);
        var journal = WaitFor((_, stop) => Task.FromResult(Engine.Journals.Journal.Open(path, TimeProvider.System, stop)), Journal, terminating: true)!;
        if (journal.Unreadable > 0)
        {
            WriteWarning(string.Create(CultureInfo.InvariantCulture, $"{journal.Unreadable:N0} lines of the journal could not be read, and count for nothing."));
        }

        return journal;
    }

    private bool Take(Plan plan)
    {
        var record = _sender!.Recall(plan, out var receipt);
        if (receipt is not null)
        {
            if (receipt.State == ReceiptStates.Rejected)
            {
                _whatIf!.AddRefused(plan);
            }

            return _pump!.Write(receipt);
        }

        Warn(plan, plan.File.Warnings);
        var what = Describe(plan);
        if (!ShouldProcess(what, $"{what}?", "Send-GCAttachment", out var reason))
        {
            var isWhatIf = reason.HasFlag(ShouldProcessReason.WhatIf);
            if (isWhatIf)
            {
                _whatIf!.Add(plan);
            }

            return _pump!.Write(Receipt.Skipped(plan, isWhatIf ? "Not sent: -WhatIf." : "Not sent: declined."));
        }

        _board!.Accept();
        return _pump!.Accept(_sender.Admit(plan, record, _pump.Stopped));
    }

    private void Warn(Plan plan, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            Warn(ShownText.Of($"'{plan.File.Name}': {warning}"));
        }
    }

    private static string Describe(Plan plan)
    {
        var sentName = plan.File.SentName.Length > 0 && plan.File.SentName != plan.File.Name ? $" as {plan.File.SentName}" : "";
        var where = plan.Target switch
        {
            { ConversationId: { } conversation } => $"conversation {conversation}",
            { GuestId: { } guest } => $"guest {guest} on channel {plan.Target.ChannelId}",
            _ => $"the guest's conversation of deployment {plan.Session.DeploymentId}",
        };
        // None are known yet of a file that another program holds open.
        var bytes = plan.File.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({plan.File.Length:N0} bytes)") : "";
        return ShownText.Of($"Send '{plan.File.Path}'{sentName}{bytes} to {where}");
    }

    // The receipts have been handed over; whoever keeps them sees what became of their messages.
    private void WriteLateRefusals()
    {
        foreach (var refused in _late!.Any ? WaitFor(_late.LookAsync, null, terminating: false) ?? [] : [])
        {
            _ = _sender!.CorrectAsync(refused);
            WriteError(ErrorRecords.From(refused.Error!, refused.Plan.File.Path));
        }
    }

    private sealed class Sink(SendGCAttachmentCommand command) : IPumpSink<Receipt>
    {
        private readonly ProgressView _progress = new(command, "Sending attachments");

        public void WriteResult(Receipt result)
        {
            var receipt = GCReceipt.From(result);
            command._late!.Note(result, receipt.Update);
            command.WriteObject(receipt);
            command.Warn(result.Plan, result.Transfer.Warnings);
        }

        public void WriteError(Receipt result)
        {
            if (result.Error is { } error)
            {
                command.WriteError(ErrorRecords.From(error, result.Plan.File.Path));
            }
        }

        public void WriteLines() => command.WriteLines();

        public void WriteProgress(bool last) => _progress.Draw(command._board!.Read(), last);
    }
}
