namespace GenesysAttachments.Engine.Files.Content;

/// <summary>Tells text in columns, as spreadsheets open it: the same separator equally often in nearly each of its first lines (RFC 4180 2).</summary>
internal static class SeparatedText
{
    private const int LeastLines = 2;
    private const int MostLines = 20;

    // What lines of scripts begin with, and rows of tables do not.
    private static readonly string[] ProgramWords = ["import ", "function ", "def ", "dim ", "param(", "param (", "var ", "const ", "let ", "use ", "sub ", "$", "@", "#!"];

    /// <summary>Whether a text begins so.</summary>
    /// <param name="start">Its beginning; the last line may be cut off.</param>
    public static bool Fits(string start)
    {
        var lines = start.Split('\n').Select(line => line.Trim('\r', ' ')).Where(line => line.Length > 0).Take(MostLines + 1).ToList();
        if (lines.Count > LeastLines)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        if (lines.Count < LeastLines || lines.Exists(BeginsProgram) || lines.Count(IsCode) * 5 > lines.Count)
        {
            return false;
        }

        // Reports have lines of their own above and below a table; a tab within a line is hardly anything but a column.
        return lines.Count(line => line.AsSpan().Trim('\t').Contains('\t')) * 2 >= lines.Count || AreEqual(lines, ',') || AreEqual(lines, ';');
    }

    private static bool AreEqual(List<string> lines, char separator)
    {
        var (columns, count) = lines.Select(line => Separators(line, separator)).Where(count => count > 0).CountBy(count => count).DefaultIfEmpty().MaxBy(pair => pair.Value);
        return count >= LeastLines && count * 5 >= lines.Count * (columns > 1 ? 2 : 4);
    }

    private static bool BeginsProgram(string line) => line.Contains("CreateObject(", StringComparison.OrdinalIgnoreCase) || Array.Exists(ProgramWords, word => line.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    // Programs have lists of values, too.
    private static bool IsCode(string line) =>
        line[0] is '[' or '{' or '#' || line[^1] is '{' or '}' or '(' or ')' || (line[^1] == ';' && (line.Contains('=', StringComparison.Ordinal) || line.Contains('(', StringComparison.Ordinal)));

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
