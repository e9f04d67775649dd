using System.Management.Automation;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Commands;

/// <summary>Lists the sessions of this runspace.</summary>
[Cmdlet(VerbsCommon.Get, "GCOrg")]
[OutputType(typeof(GCOrgSession))]
public sealed class GetGCOrgCommand : PSCmdlet
{
    /// <summary>Only the current session.</summary>
    [Parameter]
    public SwitchParameter Current { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var table = SessionTable.OfThisRunspace();
        // A copy: the next command in the pipeline may disconnect what it gets.
        WriteObject(table.All.Where(session => !Current || session == table.Current).ToArray(), enumerateCollection: true);
    }
}
