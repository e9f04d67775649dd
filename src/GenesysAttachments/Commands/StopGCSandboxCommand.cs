using System.Management.Automation;
using GenesysAttachments.Binding;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Commands;

/// <summary>Ends sandboxes. Sessions with them end as well.</summary>
[Cmdlet(VerbsLifecycle.Stop, "GCSandbox", SupportsShouldProcess = true, DefaultParameterSetName = InputObjectSet)]
public sealed class StopGCSandboxCommand : PSCmdlet
{
    private const string InputObjectSet = "InputObject";
    private const string AllSet = "All";

    /// <summary>Sandboxes to end.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [Alias("Sandbox")]
    [ArgumentCompleter(typeof(NoValues))]
    public GCSandbox[] InputObject { get; set; } = [];

    /// <summary>Ends every sandbox that this shell has started.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var sandbox in All ? SandboxTable.Running : InputObject)
        {
            if (ShouldProcess(sandbox.Url, "Stop the sandbox"))
            {
                sandbox.Process.Dispose();
            }
        }
    }
}
