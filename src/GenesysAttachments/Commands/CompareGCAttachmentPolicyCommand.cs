using System.Management.Automation;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Parameters;

namespace GenesysAttachments.Commands;

/// <summary>Shows how a policy differs from a baseline: one row per difference, nothing when they accept the same.</summary>
[Cmdlet(VerbsData.Compare, "GCAttachmentPolicy")]
[OutputType(typeof(GCPolicyDifference))]
public sealed class CompareGCAttachmentPolicyCommand : PSCmdlet
{
    /// <summary>What is expected, such as a saved policy.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [PolicyTransformation]
    public GCAttachmentPolicy? Baseline { get; set; }

    /// <summary>What is there now.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [PolicyTransformation]
    public GCAttachmentPolicy? Live { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var difference in PolicyComparison.Compare(Baseline!.Policy, Live!.Policy))
        {
            WriteObject(new GCPolicyDifference(difference));
        }
    }
}
