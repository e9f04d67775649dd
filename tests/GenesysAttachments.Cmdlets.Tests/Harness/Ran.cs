using System.Management.Automation;

namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>What a script left behind on every stream.</summary>
/// <param name="Output">Objects.</param>
/// <param name="Errors">Errors that did not end it.</param>
/// <param name="Thrown">The error that ended it.</param>
/// <param name="IsStopped">Whether it was stopped.</param>
public sealed record Ran(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<string> Information,
    IReadOnlyList<ProgressRecord> Progress,
    ErrorRecord? Thrown,
    bool IsStopped,
    TimeSpan Elapsed)
{
    /// <summary>Output as text, one line an object.</summary>
    public IReadOnlyList<string> Lines => [.. Output.Select(item => item?.ToString() ?? "")];

    /// <summary>Errors of both kinds, as they came.</summary>
    public IReadOnlyList<ErrorRecord> Problems => Thrown is null ? Errors : [.. Errors, Thrown];

    /// <summary>Ids of all errors, without the command's name.</summary>
    public IReadOnlyList<string> ErrorIds => [.. Problems.Select(IdOf)];

    /// <summary>Id of the error that ended it; null when none did.</summary>
    public string? ThrownId => Thrown is null ? null : IdOf(Thrown);

    /// <summary>One property of every object, as text.</summary>
    public IReadOnlyList<string> Of(string property) => [.. Output.Select(item => $"{item.Properties[property]?.Value}")];

    /// <summary>The only object; fails with the errors where there is none.</summary>
    public PSObject Only() => Output.Count == 1 ? Output[0] : throw new InvalidOperationException($"{Output.Count} objects. {string.Join(' ', Problems)}");

    /// <summary>Itself; fails where there was an error.</summary>
    public Ran Clean()
    {
        Assert.True(Problems.Count == 0, string.Join('\n', Problems));
        return this;
    }

    private static string IdOf(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];
}
