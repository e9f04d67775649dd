using System.Management.Automation;
using GenesysAttachments.Binding;
using GenesysAttachments.Engine.Deliveries;

namespace GenesysAttachments.Commands;

/// <summary>Gets upload URLs for files. Uploads nothing; <c>Send-GCAttachment</c> takes it from there.</summary>
[Cmdlet(VerbsCommon.New, "GCUploadUrl", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(GCUploadUrl))]
public sealed class NewGCUploadUrlCommand : TargetCmdlet
{
    // Made when work begins: completion makes a cmdlet as well, and must not load the engine.
    private ProgressBoard? _board;
    private DeliveryRunner? _runner;
    private Pump<AdmittedDelivery, UrlOutcome>? _pump;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _board = new ProgressBoard();
        _runner = new DeliveryRunner(DeliveryOptions, _board, TimeProvider.System, Log);
        _pump = new Pump<AdmittedDelivery, UrlOutcome>(ThrottleLimit, _runner.OpenAsync, DeliveryRunner.NotOpened, new Sink(this));
        OnStop(_pump.Cancel);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var plan in PlanRecord(null, _ => null))
        {
            CountInput();
            if (plan.Error is { } error)
            {
                WriteError(ErrorRecords.From(error, plan.File.Path));
            }
            else if (ShouldProcess(plan.File.Name, "Get an upload URL"))
            {
                _board!.Accept();
                if (!_pump!.Accept(_runner!.Admit(plan.ToDelivery())))
                {
                    throw new PipelineStoppedException();
                }
            }
        }
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
        base.Dispose(disposing);
    }

    private sealed class Sink(NewGCUploadUrlCommand command) : IPumpSink<UrlOutcome>
    {
        private readonly ProgressView _progress = new(command, "Getting upload URLs");

        public void WriteResult(UrlOutcome result)
        {
            if (result.Url is { } url)
            {
                command.WriteObject(new GCUploadUrl(url, result.Delivery));
            }
        }

        public void WriteError(UrlOutcome result)
        {
            if (result.Error is { } error)
            {
                command.WriteError(ErrorRecords.From(error, result.Delivery.File.Path));
            }
        }

        public void WriteLines() => command.WriteLines();

        public void WriteProgress(bool last) => _progress.Draw(command._board!.Read(), last);
    }
}
