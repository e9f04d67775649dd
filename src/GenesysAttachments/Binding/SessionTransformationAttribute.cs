using System.Collections;
using System.Management.Automation;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Binding;

/// <summary>Takes sessions, and the name of one of this runspace's, as completion offers it.</summary>
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

    /// <summary>The session of this runspace by its key, or by a client, deployment or region that only one has; null when there is none.</summary>
    internal static GCOrgSession? OfKey(string key) => Fitting(key) is [var only] ? only : null;

    private static List<GCOrgSession> Fitting(string key)
    {
        var all = SessionTable.OfThisRunspace().All;
        return all.Where(session => Is(session.Key)).ToList() is { Count: > 0 } exact ? exact
            : [.. all.Where(session => Is(session.ClientId) || Is(session.DeploymentId) || Is(session.Region) || Is(session.Endpoint))];

        bool Is(string? name) => string.Equals(name, key.Trim(), StringComparison.OrdinalIgnoreCase);
    }

    private static GCOrgSession Find(string key) => Fitting(key) switch
    {
        [var only] => only,
        [] => throw new ArgumentTransformationMetadataException($"There is no session '{key}' in this runspace. Get-GCOrg lists them; Connect-GCOrg -PassThru gives one."),
        var several => throw new ArgumentTransformationMetadataException($"'{key}' fits {several.Count} sessions: {string.Join(", ", several.Select(session => session.Key))}. Give the whole key of one."),
    };
}
