using System.Management.Automation;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Parameters;

/// <summary>Takes queues, and says of what is left of one in a job or a file that it is only a description.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class QueueTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Piped.Unwrap(inputData) switch
    {
        PSObject custom when custom.TypeNames.Any(name => name.EndsWith(nameof(GCQueue), StringComparison.Ordinal)) =>
            throw new ArgumentTransformationMetadataException("What came of this queue is only a description, without a way to sign in. Connect inside the job: run Connect-GCQueue there."),
        string text when !string.IsNullOrWhiteSpace(text) =>
            throw new ArgumentTransformationMetadataException("A queue is given as the object that Connect-GCQueue writes: $queue = Connect-GCQueue …"),
        string => null!,
        _ => inputData,
    };
}
