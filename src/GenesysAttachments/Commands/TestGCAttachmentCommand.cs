using System.Management.Automation;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Parameters;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Checks files against what the org accepts, with every problem at once. Touches no network.</summary>
[Cmdlet(VerbsDiagnostic.Test, "GCAttachment", DefaultParameterSetName = PathSet)]
[OutputType(typeof(GCAttachment), typeof(bool))]
public sealed class TestGCAttachmentCommand : AttachmentCmdlet
{
    // Made when work begins: completion makes a cmdlet as well, and must not load the engine.
    private SentNames? _names;
    private bool _allValid = true;

    /// <summary>Route to check for: its names and text limits apply as well.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? Route { get; set; }

    /// <summary>Text that would go along.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Text { get; set; }

    /// <summary>Session whose rules to check against; by default the current one, if there is one.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>Only whether every file is valid: one bool for the whole input.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _names = new SentNames();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var checkedFile in Items.SelectMany(Check))
        {
            // A row's route that there is not: the command line's was refused before.
            var file = string.IsNullOrWhiteSpace(Route) || RouteNames.IsKnown(Route) ? checkedFile
                : checkedFile with { Problems = checkedFile.Problems.Add(new Problem(null, ErrorIds.RequestInvalid, $"There is no route '{Route}'. The routes are {string.Join(", ", RouteNames.All)}.")) };
            CountInput();
            _allValid &= file.IsValid;
            if (!Quiet)
            {
                WriteObject(new GCAttachment(file.IsValid ? file with { SentName = _names!.Take("", file.Name, file.SentName) } : file));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WarnOfNoInput("checked");
        if (Quiet)
        {
            WriteObject(HadInput && _allValid);
        }
    }

    private IEnumerable<Attachment> Check(object item) => item switch
    {
        InputRow row => CheckRow(row, Options(Name, ContentType)),
        GCReceipt receipt => [CheckAgain(receipt.Path, receipt.Name, receipt.ContentType)],
        GCAttachment file => [CheckAgain(file.Path, file.Name, file.ContentType)],
        _ => throw new PSInvalidCastException($"{item.GetType()} is no input."),
    };

    private Attachment CheckAgain(string path, string name, string contentType) =>
        Check(path, Options(Own(nameof(Name), Name, name), Own(nameof(ContentType), ContentType, ContentTypes.BeyondName(contentType, name))));

    private InspectionOptions Options(string? name, string? contentType)
    {
        var session = Session is null ? SessionTable.OfThisRunspace().Current : Require(Session);
        var route = RouteNames.Canonical(string.IsNullOrWhiteSpace(Route) ? null : Route) ?? (session?.Org.IsGuest == true ? RouteNames.Guest : null);
        return new InspectionOptions { Route = route, Name = name, ContentType = contentType, Text = Text, Policy = PolicyFor(session?.Org, route), ContentCheck = ContentCheckLevels.Canonical(ContentCheck) };
    }
}
