using System.Text.RegularExpressions;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What the documents claim to be shown by a test is.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Every_test_that_the_fault_table_names_exists()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs/reliability.md"));
        var tests = typeof(DocumentTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0).Select(method => method.Name))
            .ToHashSet(StringComparer.Ordinal);

        var named = Regex.Matches(text, @"`(?:\w+Tests\.)?([A-Z][a-z0-9]*_\w+)`").Select(match => match.Groups[1].Value).ToList();

        Assert.InRange(named.Count, 25, 100);
        Assert.Empty(named.Except(tests));
    }
}
