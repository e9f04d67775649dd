using System.Collections;
using System.Management.Automation;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Parameters;

/// <summary>
/// Takes strings as they are, and files and resolved paths with their wildcard characters escaped, so that each stays the very file it
/// is. Anything else is refused with the exception the binder passes over, so that another parameter may take it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = Piped.Unwrap(inputData);
        return value switch
        {
            null => null!,
            IDictionary => throw Refusal(value),
            IEnumerable items and not string => items.Cast<object?>().Select(item => One(Piped.Unwrap(item))).ToArray(),
            _ => new[] { One(value) },
        };
    }

    private static string? One(object? value) => value switch
    {
        null => null,
        string text => text,
        FileSystemInfo file => WildcardPattern.Escape(file.FullName),
        PathInfo path => WildcardPattern.Escape(path.ProviderPath),
        _ => throw Refusal(value),
    };

    /// <summary>What the binder passes over (an inner <see cref="PSInvalidCastException"/>) instead of failing the item.</summary>
    internal static ArgumentTransformationMetadataException Refusal(
        object value, string wanted = "a path", string advice = "Give a string or a file from Get-ChildItem, or pipe objects of this module.")
    {
        var message = $"A {value.GetType().Name} is not {wanted}. {advice}";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
