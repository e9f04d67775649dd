using System.Management.Automation;
using GenesysAttachments.Binding;

namespace GenesysAttachments.Commands;

/// <summary>Sums a run up: receipts by state, bytes, time, and the exit code for a scheduled job. One object, also for no receipt at all.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "GCReceipt")]
[OutputType(typeof(GCRunSummary))]
public sealed class MeasureGCReceiptCommand : PSCmdlet
{
    private readonly GCRunSummary _summary = new();

    /// <summary>Receipts; also as they come back from JSON, CSV or Clixml.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoValues))]
    public object?[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var item in (InputObject ?? []).Where(item => item is not null))
        {
            _summary.Add(Receipts.Of(item!) is { } receipt ? receipt : Refuse(item!));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(_summary);

    // Counted as unknown: a job must not take what nobody understands for a success.
    private GCReceipt Refuse(object item)
    {
        WriteError(Receipts.NotOne(item));
        return new GCReceipt { State = "Unknown" };
    }
}
