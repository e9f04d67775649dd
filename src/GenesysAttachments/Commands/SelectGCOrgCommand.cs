using System.Management.Automation;
using GenesysAttachments.Binding;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Commands;

/// <summary>Makes a session the current one of this runspace.</summary>
[Cmdlet(VerbsCommon.Select, "GCOrg")]
[OutputType(typeof(GCOrgSession))]
public sealed class SelectGCOrgCommand : PSCmdlet
{
    /// <summary>The session, or its key, client, deployment or region.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>Hands the session back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SessionTable.OfThisRunspace().Select(Session!);
        if (PassThru)
        {
            WriteObject(Session);
        }
    }
}
