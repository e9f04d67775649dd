using System.Globalization;
using System.Text;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>
/// The profile file of the vendor's command line tool (docs/protocol.md, Sign-in): TOML with one table a profile and flat values. Only
/// that much of TOML is read, and nothing is ever written. Compiled into the cmdlet assembly as well, so that completing a profile loads
/// no engine.
/// </summary>
internal static class ProfileFile
{
    /// <summary>Where the tool keeps it.</summary>
    internal static string DefaultPath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".gc", "config.toml");

    /// <summary>The values of each profile. Names of profiles and keys are compared without case, as the tool does.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Parse(string text)
    {
        var profiles = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string>? current = null;
        var lines = new Queue<string>(text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'));
        while (lines.TryDequeue(out var line))
        {
            line = line.Trim();
            if (line.StartsWith('['))
            {
                current = null;
                if (TableName(line) is { } name)
                {
                    profiles[name] = current = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                }
            }
            else if (!line.StartsWith('#') && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                var value = line[(equals + 1)..].Trim();
                if (value.StartsWith("\"\"\"", StringComparison.Ordinal) || value.StartsWith("'''", StringComparison.Ordinal))
                {
                    SkipLongText(value, lines);
                }
                else if (current is not null && Value(value) is { } read)
                {
                    current[line[..equals].Trim().Trim('"', '\'')] = read;
                }
            }
        }

        return profiles;
    }

    // Null for an array of tables, and for a table within a profile.
    private static string? TableName(string line)
    {
        var end = line.IndexOf(']', StringComparison.Ordinal);
        var name = end > 1 ? line[1..end].Trim() : "";
        return name.Length == 0 || name.StartsWith('[') ? null
            : name[0] is '"' or '\'' ? Value(name)
            : name.Contains('.', StringComparison.Ordinal) ? null : name;
    }

    private static void SkipLongText(string start, Queue<string> lines)
    {
        var mark = start[..3];
        for (var rest = start[3..]; !rest.Contains(mark, StringComparison.Ordinal) && lines.TryDequeue(out var next); rest = next)
        {
        }
    }

    private static string? Value(string text) => text.Length == 0 ? null : text[0] switch
    {
        '\'' => text.IndexOf('\'', 1) is > 0 and var end ? text[1..end] : null,
        '"' => Unescape(text),
        _ => text.Split('#', 2)[0].Trim(),
    };

    // A basic string of TOML 1.0; null where it does not end or holds an escape that TOML does not know.
    private static string? Unescape(string text)
    {
        var plain = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return plain.ToString();
            }

            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            var kind = ++i < text.Length ? text[i] : '\0';
            if (kind is 'u' or 'U')
            {
                var digits = kind == 'u' ? 4 : 8;
                if (i + digits >= text.Length || !int.TryParse(text.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
                {
                    return null;
                }

                plain.Append(new Rune(code).ToString());
                i += digits;
            }
            else if ("btnfr\"\\".IndexOf(kind, StringComparison.Ordinal) is >= 0 and var known)
            {
                plain.Append("\b\t\n\f\r\"\\"[known]);
            }
            else
            {
                return null;
            }
        }

        return null;
    }
}
