using System.Text;
using System.Text.RegularExpressions;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What a shell makes of paths, over one real folder: backticks escape, <c>* ? [ ]</c> match, and <c>Env:</c> is another provider.</summary>
internal sealed class FolderPaths(string location) : IShellPaths
{
    /// <summary>As the parameters do it with a file object's full path.</summary>
    public static string Escape(string path) => Regex.Replace(path, @"[`*?\[\]]", "`$0");

    public string ToFull(string path) => path.Split(':') switch
    {
        ["Env", ..] => throw new GCException(ErrorIds.PathNotFound, $"'{path}' is on the provider Environment; only files of the file system can be sent."),
        [{ Length: > 1 } drive, _, ..] => throw new GCException(ErrorIds.PathNotFound, $"Cannot find drive. A drive with the name '{drive}' does not exist."),
        _ => Path.GetFullPath(path, location),
    };

    public IReadOnlyList<string> Expand(string pattern)
    {
        var full = ToFull(pattern);
        var matching = new Regex(ToRegex(Path.GetFileName(full)), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return [.. Directory.GetFileSystemEntries(Path.GetDirectoryName(full)!).Where(entry => matching.IsMatch(Path.GetFileName(entry))).Order(StringComparer.Ordinal)];
    }

    public bool HasWildcards(string path) => Regex.IsMatch(Regex.Replace(path, "`.", ""), @"[*?\[\]]");

    public string Unescape(string path) => Regex.Replace(path, @"`([`*?\[\]])", "$1");

    private static string ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            regex.Append(pattern[i] switch
            {
                '`' when i + 1 < pattern.Length => Regex.Escape(pattern[++i].ToString()),
                '*' => ".*",
                '?' => ".",
                '[' or ']' => pattern[i].ToString(),
                var c => Regex.Escape(c.ToString()),
            });
        }

        return regex.Append('$').ToString();
    }
}
