using System.Management.Automation;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Gets upload URLs for files. Uploads nothing; <c>Send-GCAttachment</c> takes it from there.</summary>
[Cmdlet(VerbsCommon.New, "GCUploadUrl", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(GCUploadUrl))]
public sealed class NewGCUploadUrlCommand : TransferCmdlet
{
    // Made when work begins: completion makes a cmdlet as well, and must not load the engine.
    private ProgressBoard? _board;
    private Sender? _sender;
    private Pump<Admitted, UrlOutcome>? _pump;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _board = new ProgressBoard();
        _sender = new Sender(SendOptions, _board, TimeProvider.System, Log);
        _pump = new Pump<Admitted, UrlOutcome>(ThrottleLimit, _sender.OpenAsync, Sender.NotOpened, new Sink(this));
        OnStop(_pump.Cancel);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var plan in PlanRecord(null))
        {
            CountInput();
            if (!Take(plan))
            {
                throw new PipelineStoppedException();
            }
        }
    }

    private bool Take(Plan plan)
    {
        if (plan.Refusal is { } error)
        {
            return _pump!.Write(new UrlOutcome(plan, null, error));
        }

        if (!ShouldProcess(ShownText.Of(plan.File.Name), "Get an upload URL"))
        {
            return true;
        }

        _board!.Accept();
        return _pump!.Accept(_sender!.AdmitUrl(plan with { Url = null }, _pump.Stopped));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _board!.CloseInput();
        _pump!.Complete();
        WarnOfNoInput("given an upload URL");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _pump?.Dispose();
        _sender?.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Sink(NewGCUploadUrlCommand command) : IPumpSink<UrlOutcome>
    {
        private readonly ProgressView _progress = new(command, "Getting upload URLs");

        public void WriteResult(UrlOutcome result)
        {
            if (result.Url is { } url)
            {
                command.WriteObject(new GCUploadUrl(url, result.Plan.SessionKey!));
            }
        }

        public void WriteError(UrlOutcome result)
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
