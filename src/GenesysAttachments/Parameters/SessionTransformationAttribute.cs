using System.Collections;
using System.Management.Automation;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Parameters;

/// <summary>Takes sessions, and the name of one of this runspace's, as completion offers it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SessionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = Piped.Unwrap(inputData);
        return value switch
        {
            string key when string.IsNullOrWhiteSpace(key) => null!,
            IList items and not byte[] => items.Cast<object?>().Select(item => One(Piped.Unwrap(item)) ?? item).ToArray(),
            _ => One(value) ?? inputData,
        };
    }

    // Null for what the binder knows what to do with.
    private static GCOrgSession? One(object? value) => value switch
    {
        string key => Find(key),
        PSObject custom when DescribedKey(custom) is { } key => FindDescribed(key),
        _ => null,
    };

    /// <summary>The session of this runspace by its key, or by a client, deployment or region that only one has; null when there is none.</summary>
    internal static GCOrgSession? OfKey(string key) => Fitting(key) is [var only] ? only : null;

    private static List<GCOrgSession> Fitting(string key)
    {
        var all = SessionTable.OfThisRunspace().All;
        return all.Where(session => Is(session.Key)).ToList() is { Count: > 0 } exact ? exact
            : [.. all.Where(session => Is(session.ClientId) || Is(session.DeploymentId) || Is(session.Region) || Is(session.Endpoint))];

        bool Is(string? name) => string.Equals(name, key.Trim(), StringComparison.OrdinalIgnoreCase);
    }

    // What is left of a session that went into a job, a file or another process: it holds nothing to sign in with, which is as it should be.
    private static string? DescribedKey(PSObject custom) =>
        custom.TypeNames.Any(name => name.EndsWith(nameof(GCOrgSession), StringComparison.Ordinal)) ? custom.Properties[nameof(GCOrgSession.Key)]?.Value as string : null;

    private static GCOrgSession FindDescribed(string key) => SessionTable.OfThisRunspace().Find(key)
        ?? throw new ArgumentTransformationMetadataException($"The session {key} is not connected here, and what came of it is only a description. Connect inside the job: run Connect-GCOrg here.");

    private static GCOrgSession Find(string key) => Fitting(key) switch
    {
        [var only] => only,
        [] => throw new ArgumentTransformationMetadataException($"There is no session '{key}' in this runspace. Get-GCOrg lists them; Connect-GCOrg -PassThru gives one."),
        var several => throw new ArgumentTransformationMetadataException($"'{key}' fits {several.Count} sessions: {string.Join(", ", several.Select(session => session.Key))}. Give the whole key of one."),
    };
}
