using System.Management.Automation;
using GenesysAttachments.Binding;

namespace GenesysAttachments.Commands;

/// <summary>Turns attachments and receipts into a test report that pipelines show. Touches no network.</summary>
[Cmdlet(VerbsData.ConvertTo, "GCTestReport")]
[OutputType(typeof(string))]
public sealed class ConvertToGCTestReportCommand : PSCmdlet
{
    private const string JUnit = "JUnit";
    private const string NUnit = "NUnit";

    private readonly List<TestCase> _cases = [];

    /// <summary>Attachments and receipts; receipts also as they come back from JSON, CSV or Clixml.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [InputObjectTransformation(TakesRows = false)]
    [ArgumentCompleter(typeof(NoValues))]
    public object[] InputObject { get; set; } = [];

    /// <summary>Format of the report.</summary>
    [Parameter]
    [ValidateSet(JUnit, NUnit)]
    public string Format { get; set; } = JUnit;

    /// <summary>Name of the suite.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValues))]
    public string Name { get; set; } = "GenesysAttachments";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _cases.AddRange(InputObject.Select(item => item is GCReceipt receipt ? TestCase.Of(receipt) : TestCase.Of((GCAttachment)item)));

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        WriteObject(string.Equals(Format, NUnit, StringComparison.OrdinalIgnoreCase) ? TestReport.NUnit(Name, _cases) : TestReport.JUnit(Name, _cases));
}
