namespace GenesysAttachments.Packaging.Help;

/// <summary>A heading and what stands below it, up to the next heading of any level.</summary>
/// <param name="Level">1 for <c>#</c>.</param>
/// <param name="Title">The heading's text; empty for what stands before the first.</param>
/// <param name="Body">The text, trimmed.</param>
internal sealed record MarkdownSection(int Level, string Title, string Body)
{
    /// <summary>Splits a page at its headings; what looks like one inside a fence is none.</summary>
    public static IReadOnlyList<MarkdownSection> Split(string text)
    {
        var sections = new List<MarkdownSection>();
        var (level, title, body, fenced) = (0, "", new List<string>(), false);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            fenced ^= line.StartsWith("```", StringComparison.Ordinal);
            var hashes = line.TakeWhile(c => c == '#').Count();
            if (fenced || hashes == 0 || line.Length <= hashes || line[hashes] != ' ')
            {
                body.Add(line);
                continue;
            }

            sections.Add(new MarkdownSection(level, title, Trim(body)));
            (level, title, body) = (hashes, line[hashes..].Trim(), []);
        }

        sections.Add(new MarkdownSection(level, title, Trim(body)));
        return sections;
    }

    private static string Trim(List<string> lines) => string.Join('\n', lines).Trim('\n', ' ');
}
