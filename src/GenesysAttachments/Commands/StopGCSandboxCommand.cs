using System.Management.Automation;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Commands;

/// <summary>Ends sandboxes; without one, all that this shell started.</summary>
[Cmdlet(VerbsLifecycle.Stop, "GCSandbox", SupportsShouldProcess = true)]
public sealed class StopGCSandboxCommand : PSCmdlet
{
    /// <summary>Sandboxes to end.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Sandbox")]
    public GCSandbox[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var sandbox in InputObject ?? [.. SandboxTable.All.Values])
        {
            if (ShouldProcess(sandbox.Url, "Stop the sandbox"))
            {
                sandbox.Process.Dispose();
                SandboxTable.All.TryRemove(sandbox.ProcessId, out _);
            }
        }
    }
}
