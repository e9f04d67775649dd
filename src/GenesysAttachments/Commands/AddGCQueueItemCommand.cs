using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Parameters;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queues;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Checks files as Send-GCAttachment does, and queues them for workers to send; one row per input.</summary>
[Cmdlet(VerbsCommon.Add, "GCQueueItem", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(GCQueueItem))]
public sealed class AddGCQueueItemCommand : TargetCmdlet
{
    // A policy is written into each item.
    private const int MostPolicy = 16_384;

    // What makes an item another one than it was.
    private static readonly string[] Changing = [nameof(Name), nameof(Text), nameof(Route), nameof(Session), nameof(ConversationId), nameof(ChannelId), nameof(GuestId)];

    // A slow pipeline should see its rows.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private GCQueue? _queue;
    private QueueFill? _fill;
    private WhatIfSummary? _whatIf;
    private long _since;

    /// <summary>Text that goes along: with the first file of each conversation when given here, with its row when it is a column.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Text { get; set; }

    /// <summary>Path of the Multipart route: a name, or a path with {conversationId}, {channelId} and {guestId}.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TemplateCompleter))]
    public string? Template { get; set; }

    /// <summary>Name for what is queued together, to find it by.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Batch { get; set; }

    /// <summary>Queues again what is in the queue, or was sent from it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The queue; by default the runspace's current one.</summary>
    [Parameter]
    [QueueTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public GCQueue? Queue { get; set; }

    private protected override string? FormTemplate => string.IsNullOrWhiteSpace(Template) ? null : Template.Trim();

    private protected override bool SendsAgain => Force;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RefuseEmpty(nameof(Batch));
        // Under -WhatIf none is asked, and there may be none yet.
        _queue = IsWhatIf ? null : this.RequireQueue(Queue);
        _whatIf = new WhatIfSummary(new SendOptions());
        _fill = new QueueFill(
            new ItemOptions { Template = FormTemplate, ContentCheck = IsGiven(nameof(ContentCheck)) ? ContentCheckLevels.Canonical(ContentCheck) : null, Policy = PolicyWord() }, Batch, Force);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var item in Items)
        {
            // What comes out of the queue goes back as the item it was.
            var key = item is GCQueueItem { Key: { } known } && !Changing.Any(IsGiven) ? Guid.Parse(known) : (Guid?)null;
            foreach (var plan in PlanItem(item, Text))
            {
                CountInput();
                Take(plan, key);
                if (_fill!.Count >= QueueFill.Most || Stopwatch.GetElapsedTime(_since) > Patience)
                {
                    Flush();
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Flush();
        WarnOfNoInput("queued");
        if (IsWhatIf && HadInput)
        {
            var summary = _whatIf!.Describe();
            ShouldProcess(summary, summary, "Add-GCQueueItem");
        }
    }

    private string? PolicyWord()
    {
        var policy = Policy is GCAttachmentPolicy given ? given.Json : Policy as string;
        if (policy?.Length > MostPolicy)
        {
            RefuseParameter(nameof(Policy), string.Create(CultureInfo.InvariantCulture, $"The policy is {policy.Length:N0} characters long, and would be written into each item."), "Give -Policy Live, or a policy with fewer entries.");
        }

        return policy;
    }

    private void Take(Plan plan, Guid? key)
    {
        if (_fill!.Count == 0)
        {
            _since = Stopwatch.GetTimestamp();
        }

        if ((Receipt.OfRefused(plan) ?? Unqueueable(plan)) is { } refused)
        {
            _whatIf!.AddRefused(plan);
            _fill.Add(refused);
            return;
        }

        foreach (var warning in plan.File.Warnings)
        {
            Warn(ShownText.Of($"'{plan.File.Name}': {warning}"));
        }

        var bytes = string.Create(CultureInfo.InvariantCulture, $"{plan.File.Length:N0} bytes");
        var what = ShownText.Of($"Queue '{plan.File.Path}' ({bytes}) for {(plan.Target.ConversationId is { } conversation ? $"conversation {conversation}" : $"guest {plan.Target.GuestId} on channel {plan.Target.ChannelId}")}");
        if (ShouldProcess(what, $"{what}?", "Add-GCQueueItem", out var reason))
        {
            _fill.Add(plan, key);
            return;
        }

        var isWhatIf = reason.HasFlag(ShouldProcessReason.WhatIf);
        if (isWhatIf)
        {
            _whatIf!.Add(plan);
        }

        _fill.Add(Receipt.Skipped(plan, isWhatIf ? "Not queued: -WhatIf." : "Not queued: declined."));
    }

    private static Receipt? Unqueueable(Plan plan)
    {
        var name = plan.File.Name;
        return plan switch
        {
            { Session.IsGuest: true } => Refused(new GCException(ErrorIds.RequestInvalid, $"'{name}' was not queued: a guest's session sends into its own conversation, which a worker's session is not in.") { Advice = "Send it with Send-GCAttachment, or queue it through a client's session." }, ReceiptStates.Rejected),
            { Url: not null } => Refused(new GCException(ErrorIds.RequestInvalid, $"'{name}' was not queued: its upload URL lives for minutes.") { Advice = "Queue the file; the worker gets an upload URL when its turn comes." }, ReceiptStates.Rejected),
            { IsHeld: true } => Refused(new GCException(ErrorIds.FileUnreadable, $"'{name}' was not queued: another program holds it open, and may not be done with it.") { CanRetry = true }, ReceiptStates.Failed),
            _ => null,
        };

        Receipt Refused(GCException error, string state) => new() { Plan = plan, State = state, Error = error };
    }

    private void Flush()
    {
        if (_fill!.Count == 0)
        {
            return;
        }

        var rows = WaitFor((_, token) => _fill.FlushAsync(batch => QueueCalls.RunTwiceAsync(() => new QueueItems(_queue!.Store).AddAsync(batch, token))), _queue, terminating: true)!;
        foreach (var (receipt, item, added) in rows)
        {
            EngineTelemetry.Queued.Add(1, new KeyValuePair<string, object?>("state", receipt.State));
            WriteObject(new GCQueueItem(receipt, item, added));
        }

        // The database's failure is one, however many rows it was about, and no later row would fare better.
        GCException? fatal = null;
        foreach (var (receipt, item, _) in rows.Where(row => row.Receipt.Error is not null))
        {
            if (item is null)
            {
                WriteError(ErrorRecords.From(receipt.Error!, receipt.Plan.File.Path));
            }

            fatal ??= item is null ? null : receipt.Error;
        }

        if (fatal is not null)
        {
            ThrowTerminatingError(ErrorRecords.From(fatal, _queue));
        }
    }
}
