using System.Collections;
using System.Management.Automation;

namespace GenesysAttachments.Binding;

/// <summary>Takes the module's own objects, and receipts that come back from a file; refuses the rest so that another parameter may take it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputObjectTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = PathTransformationAttribute.Unwrap(inputData);
        return value switch
        {
            null => null!,
            IDictionary => throw PathTransformationAttribute.Refusal(value),
            IEnumerable items and not (string or PSObject) => items.Cast<object>().Select(item => One(PathTransformationAttribute.Unwrap(item))).ToArray(),
            _ => new[] { One(value) },
        };
    }

    private static object One(object? value) => value switch
    {
        GCAttachment or GCReceipt => value,
        PSObject custom when Receipts.Rebuild(custom) is { } receipt => receipt,
        _ => throw PathTransformationAttribute.Refusal(value ?? "null"),
    };
}
