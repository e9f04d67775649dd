namespace GenesysAttachments.Demo;

/// <summary>Prints rows under headings, each column as wide as it needs to be.</summary>
internal static class Table
{
    public static void Print(string[] headings, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        var widths = headings.Select((heading, i) => all.Select(row => row[i].Length).Append(heading.Length).Max()).ToList();
        foreach (var row in all.Prepend([.. widths.Select(width => new string('-', width))]).Prepend(headings))
        {
            Console.WriteLine("  " + string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }

        Console.WriteLine();
    }
}
