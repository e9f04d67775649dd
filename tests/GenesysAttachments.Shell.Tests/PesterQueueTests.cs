namespace GenesysAttachments.Shell.Tests;

/// <summary>
/// The Pester files that need a database, and examples for users on both versions of Pester: side by side with the rest, which would take too
/// long one after the other.
/// </summary>
public sealed class PesterQueueTests : PesterRun
{
    private static readonly string[] OfQueue = ["ManyMachines", "Queue", "QueueItems", "Worker"];

    public static IEnumerable<object[]> Files() =>
    [
        .. Scripts("tests/Pester").Where(IsOfQueue).Select(file => new object[] { file, Fact("PesterVersion") }),
        .. Scripts("docs/examples").SelectMany(file => new object[][] { [file, Fact("PesterVersion")], [file, Fact("OlderPesterVersion")] }),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public Task Passes_in_a_real_PowerShell(string file, string pester) => RunAsync(file, pester);

    internal static bool IsOfQueue(string file) => OfQueue.Any(name => file.EndsWith($"/{name}.Tests.ps1", StringComparison.Ordinal));
}
