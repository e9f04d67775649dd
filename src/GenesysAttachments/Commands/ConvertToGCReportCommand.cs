using System.Management.Automation;
using GenesysAttachments.Parameters;
using GenesysAttachments.Reports;

namespace GenesysAttachments.Commands;

/// <summary>Turns attachments and receipts into one report: a page, a summary, or test results. Touches no network.</summary>
[Cmdlet(VerbsData.ConvertTo, "GCReport")]
[OutputType(typeof(string))]
public sealed class ConvertToGCReportCommand : PSCmdlet
{
    private const string Html = "Html";
    private const string Markdown = "Markdown";
    private const string JUnit = "JUnit";
    private const string NUnit = "NUnit";

    private readonly List<object> _items = [];

    /// <summary>Attachments and receipts, of a journal or a queue too; receipts also as they come back from JSON, CSV or Clixml.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [InputObjectTransformation(TakesRows = false)]
    [ArgumentCompleter(typeof(NoValues))]
    public object[]? InputObject { get; set; }

    /// <summary>Form of the report.</summary>
    [Parameter]
    [ValidateSet(Html, Markdown, JUnit, NUnit)]
    public string As { get; set; } = Html;

    /// <summary>What was run: the report's heading, or the suite's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValues))]
    public string Name { get; set; } = "GenesysAttachments";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _items.AddRange((InputObject ?? []).Where(item => item is not null));

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(
        Is(NUnit) ? TestReport.NUnit(Name, Cases()) : Is(JUnit) ? TestReport.JUnit(Name, Cases()) : Is(Markdown) ? MarkdownReport.Write(Run()) : HtmlReport.Write(Run()));

    private List<TestCase> Cases() => [.. _items.Select(item => item is GCReceipt receipt ? TestCase.Of(receipt) : TestCase.Of((GCAttachment)item))];

    private RunReport Run() => new(Name, [.. _items.Select(item => item is GCReceipt receipt ? ReportItem.Of(receipt) : ReportItem.Of((GCAttachment)item))]);

    private bool Is(string form) => string.Equals(As, form, StringComparison.OrdinalIgnoreCase);
}
