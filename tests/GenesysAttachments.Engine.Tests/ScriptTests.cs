using System.Text.RegularExpressions;
using GenesysAttachments.Packaging.Help;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Scripts, examples and lines in documents name cmdlets and parameters that there are, as far as reading them can tell.</summary>
public sealed partial class ScriptTests
{
    private static readonly string[] Common =
    [
        "Debug", "ErrorAction", "ErrorVariable", "InformationAction", "InformationVariable", "OutBuffer", "OutVariable", "PipelineVariable", "ProgressAction", "Verbose", "WarningAction", "WarningVariable",
    ];

    private static readonly Dictionary<string, HashSet<string>> Known = CommandFacts.ReadAll(Repository.Module).ToDictionary(
        command => command.Name,
        command => command.Parameters.SelectMany(parameter => parameter.Aliases.Append(parameter.Name)).Concat(Common).ToHashSet(StringComparer.OrdinalIgnoreCase),
        StringComparer.OrdinalIgnoreCase);

    private static readonly string[] All =
    [
        .. new[] { "README.md", "SECURITY.md", "CONTRIBUTING.md", "build.ps1", "src/GenesysAttachments.Demo/Demo.ps1" }.Select(name => Path.Combine(Repository.Root, name))
            .Concat(new[] { "docs", "tests/Pester" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)))
            .Where(path => Path.GetExtension(path) is ".md" or ".ps1" or ".yml")
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Files => [.. All];

    public static TheoryData<string> Scripts => [.. All.Where(file => file.EndsWith(".ps1", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_command_and_parameter_exists(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");
        text = file.EndsWith(".md", StringComparison.Ordinal) ? CodeOf(text) : text;
        foreach (Match call in CommandName().Matches(text))
        {
            Assert.True(Known.TryGetValue(call.Value, out var parameters), $"There is no {call.Value}");
            foreach (var parameter in ParametersOf(text, call.Index + call.Length, call.Index > 0 ? text[call.Index - 1] : ' '))
            {
                Assert.True(parameters!.Contains(parameter), $"{call.Value} has no -{parameter}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_is_plain_ASCII_without_trailing_blanks(string file)
    {
        // Without a byte order mark other characters are read differently from one system to the next.
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, file));
        Assert.All(lines, line => Assert.True(line.All(char.IsAscii) && line == line.TrimEnd(), line));
    }

    [Fact]
    public void The_reading_finds_what_is_wrong()
    {
        const string Line = "Get-ChildItem -Recurse | Send-GCAttachment -Text 'no -Such thing' -Policy (Get-Item -Path x) -Nope:$true -WhatIf `\n  -Other | Out-Null -Deep";

        Assert.Equal(["Text", "Policy", "Nope", "WhatIf", "Other"], ParametersOf(Line, Line.IndexOf(" -Text", StringComparison.Ordinal), ' '));
    }

    // Fences, indented lines and code within a line; prose may put a dash after any word.
    private static string CodeOf(string markdown) => string.Join("\n\n", Code().Matches(markdown).Select(match => match.Value));

    // To the end of the command: a pipe, a semicolon, the line's end, or the end of what it stands in.
    private static IEnumerable<string> ParametersOf(string text, int start, char before)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'' or '"' when text[i] == before:
                    yield break;
                case '\'' or '"' when text.IndexOf(text[i], i + 1) is var end && text.IndexOf('\n', i) is var line:
                    if (end < 0 || (line >= 0 && line < end))
                    {
                        yield break;
                    }

                    i = end;
                    break;
                case '`' when i + 1 < text.Length && text[i + 1] == '\n':
                    i++;
                    break;
                case '(' or '{':
                    depth++;
                    break;
                case ')' or '}' when --depth < 0:
                    yield break;
                case '|' or ';' or '\n' or '`' when depth == 0:
                    yield break;
                case '-' when depth == 0 && char.IsWhiteSpace(text[i - 1]) && Parameter().Match(text, i) is { Success: true } found && found.Index == i:
                    yield return found.Groups[1].Value;
                    i += found.Length - 1;
                    break;
            }
        }
    }

    [GeneratedRegex(@"(?<!Get-Help )(?<![\w/-])[A-Z][A-Za-z]+-GC[A-Za-z]+(?![\w.])")]
    private static partial Regex CommandName();

    [GeneratedRegex(@"^```.*?^```|^ {4,}.*?$|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("-([A-Za-z]+)")]
    private static partial Regex Parameter();
}
