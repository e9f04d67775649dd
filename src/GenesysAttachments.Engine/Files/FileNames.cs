using System.Globalization;
using System.Text;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Files;

/// <summary>What a file may be called on the wire.</summary>
public static class FileNames
{
    /// <summary>A name must be shorter than this many UTF-16 units (server code 4005).</summary>
    public const int MaxLength = 1024;

    // Refused by the agent upload-URL call, besides any whitespace (docs/protocol.md, Agent uploads).
    private const string RefusedByAgent = "\\{^}%`]\">[~<#|";

    /// <summary>The name in Unicode normal form C, so that the same name typed on two systems is the same bytes.</summary>
    public static string Normalize(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return name; // An unpaired surrogate; FindInvalid reports it.
        }
    }

    /// <summary>The first character that cannot be sent, in words, or null: control, bidi override, zero width, unpaired surrogate.</summary>
    public static string? FindInvalid(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsSurrogate(c))
            {
                if (i + 1 < name.Length && char.IsSurrogatePair(c, name[i + 1]))
                {
                    i++;
                    continue;
                }

                return Describe(c, "an unpaired surrogate");
            }

            switch (char.GetUnicodeCategory(c))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    return Describe(c, "a control character");
                case UnicodeCategory.Format:
                    return Describe(c, "an invisible or direction-changing character");
                default:
                    if (c is '/' or '\\')
                    {
                        return Describe(c, "a path separator");
                    }

                    break;
            }
        }

        return null;
    }

    /// <summary>The name as a route sends it.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="route">Route, or null while that is open.</param>
    public static string ForRoute(string name, string? route) => route == RouteNames.Agent ? RepairForAgent(name) : name;

    /// <summary>
    /// The name as the agent upload-URL call takes it: each run of refused characters becomes one <c>_</c>, leading dots and
    /// trailing separators go. <c>My report.pdf</c> gives <c>My_report.pdf</c>. The same name always gives the same result.
    /// </summary>
    public static string RepairForAgent(string name)
    {
        var repaired = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (!char.IsWhiteSpace(c) && !RefusedByAgent.Contains(c, StringComparison.Ordinal))
            {
                repaired.Append(c);
            }
            else if (repaired.Length == 0 || repaired[^1] != '_')
            {
                repaired.Append('_');
            }
        }

        return repaired.ToString().TrimStart('.').TrimEnd('/');
    }

    private static string Describe(char c, string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind} (U+{(int)c:X4})");
}
