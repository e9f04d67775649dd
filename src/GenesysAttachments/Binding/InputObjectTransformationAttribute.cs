using System.Collections;
using System.Management.Automation;

namespace GenesysAttachments.Binding;

/// <summary>
/// Takes everything that comes down the pipe and is no path: the module's own objects, receipts that come back from a file, rows, and
/// what nobody can make sense of, which gets its receipt as well. Paths are refused, so that the parameter for them takes them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputObjectTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether rows are taken, and things that are none; else only the module's own objects.</summary>
    public bool TakesRows { get; set; } = true;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = PathTransformationAttribute.Unwrap(inputData);
        return value switch
        {
            null => null!,
            string or FileSystemInfo or PathInfo => throw PathTransformationAttribute.Refusal(value, "an object of this module", "Give it to -Path or -LiteralPath."),
            IDictionary or byte[] => new[] { One(value) },
            IEnumerable items and not PSObject => items.Cast<object?>().Select(item => One(PathTransformationAttribute.Unwrap(item))).ToArray(),
            _ => new[] { One(value) },
        };
    }

    private object One(object? value) => value switch
    {
        GCAttachment or GCReceipt => value,
        PSObject custom when Receipts.Rebuild(custom) is { } receipt => receipt,
        _ => TakesRows ? InputRow.Of(value) : throw PathTransformationAttribute.Refusal(value ?? "null", "an object of this module", "Pipe what Test-GCAttachment or Send-GCAttachment gives."),
    };
}
