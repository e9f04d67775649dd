namespace GenesysAttachments.Shell.Tests;

/// <summary>One row per Pester file, but for those that run beside these.</summary>
public sealed class PesterTests : PesterRun
{
    public static IEnumerable<object[]> Files() => Scripts("tests/Pester").Where(file => !PesterBesideTests.IsBeside(file)).Select(file => new object[] { file, Fact("PesterVersion") });

    [Theory]
    [MemberData(nameof(Files))]
    public Task Passes_in_a_real_PowerShell(string file, string pester) => RunAsync(file, pester);
}
