using System.Management.Automation;
using GenesysAttachments.Binding;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Commands;

/// <summary>Checks files against what the org accepts, with every problem at once. Touches no network.</summary>
[Cmdlet(VerbsDiagnostic.Test, "GCAttachment", DefaultParameterSetName = PathSet)]
[OutputType(typeof(GCAttachment), typeof(bool))]
public sealed class TestGCAttachmentCommand : AttachmentCmdlet
{
    private readonly SentNames _names = new();
    private bool _allValid = true;
    private bool _any;

    /// <summary>Route to check for: its names and text limits apply as well.</summary>
    [Parameter]
    [ValidateSet(RouteNames.Agent, RouteNames.Guest, RouteNames.Media, RouteNames.Messaging, RouteNames.Multipart)]
    public string? Route { get; set; }

    /// <summary>Text that would go along.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
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
    protected override void ProcessRecord()
    {
        foreach (var file in HasObjects ? (InputObject ?? []).Select(CheckAgain) : CheckPaths(Options(Name, ContentType)))
        {
            _any = true;
            _allValid &= file.IsValid;
            if (!Quiet)
            {
                WriteObject(new GCAttachment(file.IsValid ? file with { SentName = _names.Take("", file.Name, file.SentName) } : file));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Quiet)
        {
            WriteObject(_any && _allValid);
        }
    }

    private Attachment CheckAgain(object item) => item switch
    {
        GCAttachment attachment => Check(attachment.Path, Options(Own(nameof(Name), Name, attachment.Name), Own(nameof(ContentType), ContentType, attachment.ContentType))),
        GCReceipt receipt => Check(receipt.Path, Options(Own(nameof(Name), Name, receipt.Name), Own(nameof(ContentType), ContentType, receipt.ContentType))),
        _ => throw new PSInvalidCastException(),
    };

    private InspectionOptions Options(string? name, string? contentType)
    {
        var session = Session ?? SessionTable.OfThisRunspace().Current;
        var route = RouteNames.Canonical(Route) ?? (session?.Org.IsGuest == true ? RouteNames.Guest : null);
        return new InspectionOptions { Route = route, Name = name, ContentType = contentType, Text = Text, Policy = PolicyFor(session, route) };
    }
}
