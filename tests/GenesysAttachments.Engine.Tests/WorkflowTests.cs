using System.Text.RegularExpressions;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Workflows run what was read when it was chosen: a tag of an action can be moved to other code, a commit cannot.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string[] All =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github"), "*", SearchOption.AllDirectories).Where(path => Path.GetExtension(path) is ".yml" or ".yaml")
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Files => [.. All];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_action_of_others_is_a_commit_with_its_version_beside_it(string file) =>
        Assert.All(Uses(Read(file)), line => Assert.True(IsLocal().IsMatch(line) || IsPinned().IsMatch(line), line));

    [Fact]
    public void There_are_such_actions() => Assert.Contains(All.SelectMany(file => Uses(Read(file))), line => IsPinned().IsMatch(line));

    [Theory]
    [InlineData("      - uses: actions/checkout@v4")]
    [InlineData("    - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567")]
    [InlineData("    - uses: actions/checkout@0123456789abcdef0123456789abcdef0123456 # v1.2.3")]
    [InlineData("    - uses: actions/checkout@main # v1.2.3")]
    [InlineData("    - { uses: actions/checkout@v4 }")]
    [InlineData("    - 'uses' : \"actions/checkout@v4\"")]
    [InlineData("    - uses: docker://image:1")]
    [InlineData("    uses: owner/repository/.github/workflows/build.yml@v1")]
    [InlineData("    - uses:\n        actions/checkout@v4")]
    public void Another_way_to_name_one_is_found(string workflow)
    {
        var line = Assert.Single(Uses(workflow));

        Assert.False(IsLocal().IsMatch(line) || IsPinned().IsMatch(line));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");

    private static List<string> Uses(string workflow) => [.. Use().Matches(workflow).Select(match => match.Value.Trim())];

    [GeneratedRegex(@"^(?!\s*#).*\buses\b['""]?\s*:.*$", RegexOptions.Multiline)]
    private static partial Regex Use();

    [GeneratedRegex(@"^(- )?uses: \./\S+$")]
    private static partial Regex IsLocal();

    [GeneratedRegex(@"^(- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$")]
    private static partial Regex IsPinned();
}
