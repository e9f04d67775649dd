using System.Text.RegularExpressions;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What the documents claim to be shown by a test is, and what they point at is there.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Pages =>
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md" }
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [InlineData("docs/reliability.md", 25, 100)]
    [InlineData("docs/security.md", 20, 100)]
    [InlineData("README.md", 8, 30)]
    public void Every_test_that_a_page_names_exists(string page, int least, int most)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page));
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories);
        var tests = sources.SelectMany(source => Test().Matches(File.ReadAllText(source))).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        var named = TestName().Matches(text).Select(match => match.Groups[1].Value).ToList();

        Assert.InRange(named.Count, least, most);
        Assert.Empty(named.Except(tests));
        Assert.All(PesterFile().Matches(text), match => Assert.True(File.Exists(Path.Combine(Repository.Root, "tests/Pester", match.Groups[1].Value)), match.Value));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        var links = Link().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal));

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), link));
    }

    // A fact or theory, or a class of them.
    [GeneratedRegex(@"^(?:    public (?:async )?(?:void|Task) |public sealed (?:partial )?class )(\w+)", RegexOptions.Multiline)]
    private static partial Regex Test();

    [GeneratedRegex(@"`(?:\w+Tests\.)?([A-Z][a-z0-9]*_\w+|\w+Tests)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"`(\w+\.Tests\.ps1)`")]
    private static partial Regex PesterFile();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
