using System.Text;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Reports;

/// <summary>A run as GitHub-flavoured Markdown, short enough for the summary of a CI job. Nothing in a name or a server's words is markup.</summary>
internal static class MarkdownReport
{
    // A job's summary takes 1 MiB; nobody reads that much either.
    private const int MostFiles = 100;
    private const int MostReasons = 50;
    private const int LongestReason = 500;

    /// <summary>Writes it.</summary>
    public static string Write(RunReport run)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escaped(run.Name)).Append("\n\n").Append(Escaped(run.Sentence)).Append('\n');
        var facts = run.Facts.ToList();
        if (facts.Count > 0)
        {
            text.Append('\n').AppendJoin(" · ", facts.Select(fact => $"{fact.Name}: **{Escaped(fact.Value)}**")).Append('\n');
        }

        if (run.Counts.Count > 0)
        {
            Table(text, ["State", "Files"], ":--|--:", run.Counts.Select(count => new[] { count.State, RunReport.Number(count.Count) }));
        }

        if (run.Reasons.Count > 0)
        {
            text.Append("\n## What needs attention\n");
            Table(text, ["State", "Files", "Why", "What to do"], ":--|--:|:--|:--", run.Reasons.Take(MostReasons).Select(reason => new[]
            {
                reason.State, RunReport.Number(reason.Count), Cell(reason.ErrorId, reason.Example), Escaped(reason.Advice) + Retry(reason),
            }));
            var open = run.Items.Where(item => item.NeedsAttention).ToList();
            text.Append("\n<details><summary>").Append(open.Count == 1 ? "The file" : open.Count > MostFiles ? $"The first {MostFiles} of {RunReport.Number(open.Count)} files" : "The files").Append("</summary>\n");
            Table(text, ["File", "Size", "State", "Why"], ":--|--:|:--|:--", open.Take(MostFiles).Select(item => new[]
            {
                Escaped(item.Name) + (item.Where.Length > 0 ? $" → {Escaped(item.Where)}" : ""), ByteSize.Text(item.Length), item.State, Cell(item.ErrorId, item.Reason),
            }));
            text.Append("\n</details>\n");
        }

        return text.ToString();
    }

    private static string Retry(ReportReason reason) =>
        reason.CanRetry == 0 ? "" : (reason.Advice.Length > 0 ? " " : "") + (reason.CanRetry == reason.Count ? "Another try may help." : $"Another try may help {RunReport.Number(reason.CanRetry)} of them.");

    private static string Cell(string errorId, string words) => (errorId.Length > 0 ? $"**{Escaped(errorId)}** " : "") + Escaped(words.Length > LongestReason ? words[..LongestReason] + "…" : words);

    private static void Table(StringBuilder text, string[] heads, string rule, IEnumerable<string[]> rows)
    {
        text.Append("\n| ").AppendJoin(" | ", heads).Append(" |\n|").Append(rule).Append("|\n");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }
    }

    // What begins markup, a link, an address, an entity, or a mention of somebody is written as the character it is.
    private static string Escaped(string words)
    {
        var text = new StringBuilder(words.Length);
        for (var i = 0; i < words.Length; i++)
        {
            var c = words[i];
            var next = i + 1 < words.Length ? words[i + 1] : ' ';
            text.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '@' => "&#64;",
                // GitHub makes links of these where they stand alone.
                ':' when next == '/' => "&#58;",
                '.' when i >= 3 && words.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase) => "&#46;",
                '#' when char.IsAsciiDigit(next) || i == 0 => "&#35;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '$' or '!' or '{' or '}' => $"\\{c}",
                '#' or '+' or '-' or '=' when i == 0 => $"\\{c}",
                '.' or ')' when i is > 0 and < 10 && next == ' ' && words.AsSpan(0, i).IndexOfAnyExceptInRange('0', '9') < 0 => $"\\{c}",
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }
}
