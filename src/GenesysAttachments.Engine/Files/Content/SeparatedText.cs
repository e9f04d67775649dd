namespace GenesysAttachments.Engine.Files.Content;

/// <summary>Tells text in columns, as spreadsheets open it: the same separator equally often in nearly each of its first lines (RFC 4180 2).</summary>
internal static class SeparatedText
{
    private const int LeastLines = 2;
    private const int MostLines = 20;

    /// <summary>Whether a text begins so.</summary>
    /// <param name="start">Its beginning; the last line may be cut off.</param>
    public static bool Fits(string start)
    {
        var lines = start.Split('\n').Select(line => line.Trim('\r', ' ')).Where(line => line.Length > 0).Take(MostLines + 1).ToList();
        if (lines.Count > LeastLines)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        // Reports have lines of their own above and below a table; a tab within a line is hardly anything but a column.
        return lines.Count >= LeastLines && (Share(lines, '\t') is > 0 and var tabs && tabs * 2 >= lines.Count
            || Equal(lines, ',') * 5 >= lines.Count * 4 || Equal(lines, ';') * 5 >= lines.Count * 4);
    }

    private static int Share(List<string> lines, char separator) => lines.Count(line => line.AsSpan().Trim(separator).Contains(separator));

    private static int Equal(List<string> lines, char separator) =>
        lines.Where(line => !EndsStatement(line)).Select(line => Separators(line, separator)).Where(count => count > 0).CountBy(count => count).Select(pair => pair.Value).DefaultIfEmpty().Max();

    // Lists of values fill the lines of programs, too.
    private static bool EndsStatement(string line) => line[^1] is '{' or '}' or '(' or ')' || (line[^1] == ';' && line.Contains('=', StringComparison.Ordinal));

    // One at the end is an empty cell, or no separator; one between quotes is part of a cell.
    private static int Separators(string line, char separator)
    {
        var (count, quoted) = (0, false);
        foreach (var c in line.AsSpan().TrimEnd(separator))
        {
            quoted ^= c == '"';
            count += c == separator && !quoted ? 1 : 0;
        }

        return count;
    }
}
