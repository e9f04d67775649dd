using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>One check to be made: it gives one row, whatever becomes of it.</summary>
public sealed class PreflightStep
{
    internal PreflightStep(string name, string subject, Func<CallContext, CancellationToken, Task<Finding>> ask, params PreflightStep?[] after) =>
        (Name, Subject, Ask, After) = (name, subject, ask, [.. after.OfType<PreflightStep>()]);

    /// <summary>One of <see cref="CheckNames"/>.</summary>
    public string Name { get; }

    /// <summary>What it looks at.</summary>
    public string Subject { get; }

    /// <summary>Permissions or scopes that it asks for; empty where it takes none.</summary>
    internal string Needs { get; init; } = "";

    internal Func<CallContext, CancellationToken, Task<Finding>> Ask { get; }

    internal IReadOnlyList<PreflightStep> After { get; }

    /// <summary>Whether what stands on it may be asked; false before it ran.</summary>
    internal bool CarriesOn { get; set; }
}
