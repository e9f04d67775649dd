using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Binding;
using GenesysAttachments.Engine.Deliveries;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Commands;

/// <summary>Checks, uploads and sends files, and gives one receipt per input.</summary>
[Cmdlet(VerbsCommunications.Send, "GCAttachment", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(GCReceipt))]
public sealed class SendGCAttachmentCommand : TargetCmdlet
{
    // Made when work begins: completion makes a cmdlet as well, and must not load the engine.
    private ProgressBoard? _board;
    private TextLedger? _ledger;
    private DeliveryRunner? _runner;
    private Pump<AdmittedDelivery, SendOutcome>? _pump;
    private WhatIfSummary? _whatIf;

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

    /// <summary>Sends again what has been sent, or may have been.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _board = new ProgressBoard();
        (_ledger, _whatIf) = (new TextLedger(), new WhatIfSummary());
        _runner = new DeliveryRunner(DeliveryOptions, _board, TimeProvider.System, Log);
        _pump = new Pump<AdmittedDelivery, SendOutcome>(
            DeliveryOptions.Workers,
            async (item, token) => SendOutcome.Of(await _runner.DeliverAsync(item, token).ConfigureAwait(false)),
            item => SendOutcome.Of(_runner.NotBegun(item)),
            new Sink(this));
        OnStop(_pump.Cancel);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var plan in PlanRecord(string.IsNullOrEmpty(Text) ? null : Text, TextFor))
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
        _pump!.Complete();
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
        base.Dispose(disposing);
    }

    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private DeliveryText? TextFor(string? text) =>
        text is null ? null : new DeliveryText(text, IsGiven(nameof(Text)) ? _ledger! : new TextLedger());

    private bool Take(PlannedDelivery plan)
    {
        if (plan.Error is null && !Force && AlreadySent(plan) is { } before)
        {
            return _pump!.Write(before);
        }

        if (plan.Error is not null)
        {
            _whatIf!.AddRefused(plan);
            return _pump!.Write(SendOutcome.Of(plan.ToReceipt(ReceiptStates.Rejected), plan.Error));
        }

        var sentName = plan.File.SentName.Length > 0 && plan.File.SentName != plan.File.Name ? $" as {plan.File.SentName}" : "";
        var where = plan.Target switch
        {
            { ConversationId: { } conversation } => $"conversation {conversation}",
            { GuestId: { } guest } => $"guest {guest} on channel {plan.Target.ChannelId}",
            _ => $"the guest's conversation of deployment {plan.Session.DeploymentId}",
        };
        var what = string.Create(CultureInfo.InvariantCulture, $"Send '{plan.File.Path}'{sentName} ({plan.File.Length:N0} bytes) to {where}");
        if (!ShouldProcess(what, $"{what}?", "Send-GCAttachment", out var reason))
        {
            if (reason.HasFlag(ShouldProcessReason.WhatIf))
            {
                _whatIf!.Add(plan, IsGiven(nameof(Text)));
            }

            return _pump!.Write(SendOutcome.Of(plan.ToReceipt(ReceiptStates.Skipped, message: reason.HasFlag(ShouldProcessReason.WhatIf) ? "Not sent: -WhatIf." : "Not sent: declined."), null));
        }

        _board!.Accept();
        return _pump!.Accept(_runner!.Admit(plan.ToDelivery()));
    }

    private static SendOutcome? AlreadySent(PlannedDelivery plan)
    {
        switch (plan.Earlier?.State)
        {
            case ReceiptStates.Sent:
                return SendOutcome.Of(plan.ToReceipt(ReceiptStates.Skipped, message: "Not sent again: its receipt says Sent."), null);
            case ReceiptStates.Unknown:
                var error = new GCException(ErrorIds.MessageOutcomeUnknown, $"'{plan.File.Name}' was not sent again: its first message may have arrived.");
                return SendOutcome.Of(plan.ToReceipt(ReceiptStates.Unknown, error), error);
            default:
                return null;
        }
    }

    private sealed class Sink(SendGCAttachmentCommand command) : IPumpSink<SendOutcome>
    {
        private readonly ProgressView _progress = new(command, "Sending attachments");

        public void WriteResult(SendOutcome result) => command.WriteObject(result.Receipt);

        public void WriteError(SendOutcome result)
        {
            if (result.Error is { } error)
            {
                command.WriteError(ErrorRecords.From(error, result.Receipt.Path));
            }
        }

        public void WriteLines() => command.WriteLines();

        public void WriteProgress(bool last) => _progress.Draw(command._board!.Read(), last);
    }
}
