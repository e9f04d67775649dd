using System.Collections;
using System.Management.Automation;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Binding;

/// <summary>Takes sessions, and the key of one of this runspace's, as completion offers it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SessionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = PathTransformationAttribute.Unwrap(inputData);
        return value switch
        {
            string key => Find(key),
            IList keys and not byte[] => keys.Cast<object?>().Select(item => PathTransformationAttribute.Unwrap(item) is string key ? Find(key) : item).ToArray(),
            _ => inputData,
        };
    }

    /// <summary>The session of this runspace with a key; null when there is none.</summary>
    internal static GCOrgSession? OfKey(string key) =>
        SessionTable.OfThisRunspace().All.FirstOrDefault(session => string.Equals(session.Key, key.Trim(), StringComparison.OrdinalIgnoreCase));

    private static GCOrgSession Find(string key) => OfKey(key)
        ?? throw new ArgumentTransformationMetadataException($"There is no session '{key}' in this runspace. Get-GCOrg lists them; Connect-GCOrg -PassThru gives one.");
}
