using System.Collections;
using System.Data;
using System.Management.Automation;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Parameters;

/// <summary>
/// A piped object that is neither a file nor one of this module's: a row with a path in one of its columns, or something that names no
/// file. Taken whole, so that no cell decides whether it binds.
/// </summary>
/// <param name="Path">What its first filled path column says; null when none does.</param>
/// <param name="IsLiteral">Whether that column means an exact path.</param>
/// <param name="Problem">What is wrong with it; null when it has a path.</param>
internal sealed record InputRow(string? Path, bool IsLiteral, string? Problem)
{
    // Of a session's key, which no other word has.
    private const char KeyMark = '|';

    private const int MostColumnsNamed = 12;

    /// <summary>The columns a path may stand in, and whether they mean an exact path.</summary>
    private static readonly (string Name, bool IsLiteral)[] PathColumns =
        [("Path", false), ("FilePath", false), ("LiteralPath", true), ("FullName", true), ("PSPath", true)];

    /// <summary>What separates the columns of tables where it is no comma.</summary>
    private static readonly (char Character, string Name, string Typed)[] Separators = [(';', "semicolons", "';'"), ('\t', "tabs", "\"`t\""), ('|', "bars", "'|'")];

    /// <summary>Key of the session that the row names, as what is left of a receipt does; null where it names none.</summary>
    public string? SessionKey { get; private init; }

    /// <summary>Reads a piped object.</summary>
    public static InputRow Of(object? value)
    {
        switch (Piped.Unwrap(value))
        {
            case string path:
                return new(path, false, null);
            case FileSystemInfo file:
                return new(file.FullName, true, null);
            case PathInfo path:
                return new(path.ProviderPath, true, null);
            case null:
                return new(null, false, "A null came in where a file or a row was expected.");
            case byte[]:
                return new(null, false, "Bytes came in where a file was expected. Write them to a file first (Set-Content -AsByteStream), and give its path.");
            case Stream:
                return new(null, false, "A stream came in where a file was expected. Copy it to a file first, and give its path.");
            case IDictionary:
                return new(null, false, "A hashtable came in where a row was expected. Make it an object: [pscustomobject] @{ Path = ...; ConversationId = ... }.");
        }

        var row = PSObject.AsPSObject(value!);
        var found = PathColumns.Where(column => row.Properties[column.Name] is not null).ToList();
        foreach (var (name, isLiteral) in found)
        {
            if (Cell(row.Properties[name]) is { } path)
            {
                return new(path, isLiteral, null) { SessionKey = KeyOf(row) };
            }
        }

        return new(null, false, found.Count > 0 ? $"The row's column {found[0].Name} is empty." : NoPathColumn(row));
    }

    private static string NoPathColumn(PSObject row)
    {
        if (row.BaseObject is not (PSCustomObject or DataRow or DataRowView))
        {
            return $"An object of type {row.BaseObject.GetType().Name} came in where a file or a row was expected.";
        }

        var columns = row.Properties.Select(property => property.Name).ToList();
        var named = columns.Count == 0 ? "none" : string.Join(", ", columns.Take(MostColumnsNamed).Select(name => $"'{name}'")) + (columns.Count > MostColumnsNamed ? " ..." : "");
        var separator = Separators.FirstOrDefault(separator => columns.Any(name => name.Contains(separator.Character, StringComparison.Ordinal)));
        var hint = separator.Name is not null ? $" The table seems to be separated by {separator.Name}: read it with Import-Csv -Delimiter {separator.Typed}."
            : columns.Any(name => name.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)) ? " The table begins with a line sep=, which only spreadsheets understand: leave it out, as in Get-Content table.csv | Select-Object -Skip 1 | ConvertFrom-Csv."
            : "";
        return $"The row has no column for the file. Its columns: {named}; wanted is one of {string.Join(", ", PathColumns.Select(column => column.Name))}.{hint}";
    }

    private static string? KeyOf(PSObject row) =>
        new[] { "Session", "SessionKey" }.Select(name => row.Properties[name] is { } cell ? Cell(cell) : null).FirstOrDefault(key => key?.Contains(KeyMark, StringComparison.Ordinal) == true);

    private static string? Cell(PSPropertyInfo cell)
    {
        try
        {
            return LanguagePrimitives.ConvertTo<string>(cell.Value) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException)
        {
            return null; // A property that cannot be read, or holds no text, is no path.
        }
    }
}
