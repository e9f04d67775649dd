namespace GenesysAttachments.Shell.Tests;

/// <summary>
/// Half of the Pester files, by how long they take: those that need a database, the nights of a scheduled job, what the documents show, and
/// examples for users on both versions of Pester. They run side by side with the rest.
/// </summary>
public sealed class PesterBesideTests : PesterRun
{
    private static readonly string[] Beside = ["Docs", "Jobs", "ManyMachines", "Queue", "QueueItems", "Worker"];

    public static IEnumerable<object[]> Files() =>
    [
        .. Scripts("tests/Pester").Where(IsBeside).Select(file => new object[] { file, Fact("PesterVersion") }),
        .. Scripts("docs/examples").SelectMany(file => new object[][] { [file, Fact("PesterVersion")], [file, Fact("OlderPesterVersion")] }),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public Task Passes_in_a_real_PowerShell(string file, string pester) => RunAsync(file, pester);

    internal static bool IsBeside(string file) => Beside.Any(name => file.EndsWith($"/{name}.Tests.ps1", StringComparison.Ordinal));
}
