using System.Globalization;
using System.Text;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Files;

/// <summary>What a file may be called on the wire.</summary>
public static class FileNames
{
    /// <summary>A name must be shorter than this many UTF-16 units (server code 4005).</summary>
    public const int MaxLength = 1024;

    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';
    private const char VariationSelector = '\uFE0F';

    // Names of devices on Windows, whatever extension follows (Naming Files, Paths, and Namespaces).
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    // What runs when it is opened.
    private static readonly string[] Programs = [".exe", ".scr", ".com", ".bat", ".cmd", ".pif", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".ps1", ".msi", ".lnk", ".jar", ".sh", ".app", ".apk"];

    // Marks that say which way the text runs and turn nothing around; Windows puts one before a path that is copied from a file's properties.
    private const string DirectionMarks = "\u200E\u200F\u061C\u202A\u202B\u2066\u2067\u2068\uFEFF";

    // Blocks of scripts whose letters join, or form clusters: a joiner between them is spelling (RFC 5892 A.1 and A.2; UAX 31 2.3).
    private static readonly (char First, char Last)[] JoiningScripts =
        [('\u0600', '\u08FF'), ('\u0900', '\u0DFF'), ('\u0F00', '\u109F'), ('\u1780', '\u18AF'), ('\uFB50', '\uFDFF'), ('\uFE70', '\uFEFC')];

    // Letters that show nothing: Hangul fillers and the Braille blank.
    private const string Blanks = "\u115F\u1160\u3164\uFFA0\u2800";

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

    /// <summary>
    /// The name as every route sends it: without a direction mark in front, which came along with a copied path, without trailing dots and
    /// blanks, which Windows drops, and with <c>_</c> before a name that Windows reserves for a device (<c>nul.pdf</c>), which a recipient
    /// there could not save.
    /// </summary>
    public static string Repair(string name)
    {
        var end = name.Length;
        while (end > 0 && (name[end - 1] == '.' || char.GetUnicodeCategory(name[end - 1]) == UnicodeCategory.SpaceSeparator))
        {
            end--;
        }

        var trimmed = name[..end].TrimStart(DirectionMarks.ToCharArray());
        return IsDevice(trimmed) ? "_" + trimmed : trimmed;
    }

    /// <summary>Whether a name wears one document's extension before another's, as <c>invoice.pdf.exe</c> does.</summary>
    public static bool HasDoubleExtension(string name) =>
        Path.GetExtension(name) is { Length: > 1 } last && Programs.Contains(last, StringComparer.OrdinalIgnoreCase)
            && Path.GetExtension(Path.GetFileNameWithoutExtension(name)) is { Length: > 1 } && ContentTypes.ForName(Path.GetFileNameWithoutExtension(name)) is not null;

    /// <summary>The first character that cannot be sent, in words, or null: control, bidi override, zero width, unpaired surrogate, path separator.</summary>
    /// <param name="name">The name.</param>
    /// <param name="route">Route, or null while that is open: the Agent route's repair replaces a backslash, others have none for it.</param>
    public static string? FindInvalid(string name, string? route = null)
    {
        for (var i = 0; i < name.Length;)
        {
            if (ProblemAt(name, i, route, out var length) is { } problem)
            {
                return problem;
            }

            i += length;
        }

        return null;
    }

    /// <summary>
    /// A stranger's name without what cannot be seen or turns the rest around, as it may stand in a folder: only joiners that are spelling stay,
    /// and the mark that makes a sign a picture.
    /// </summary>
    internal static string WithoutInvisible(string name)
    {
        for (string before; ; name = before)
        {
            before = Visible(name);
            // What is taken out may have been what a joiner joined.
            if (before.Length == name.Length)
            {
                return name;
            }
        }
    }

    private static string Visible(string name)
    {
        var visible = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length;)
        {
            var isInvalid = ProblemAt(name, i, RouteNames.Agent, out var length) is not null && name[i] != '/';
            if (!isInvalid && (IsSpelling(name, i) || (Rune.TryGetRuneAt(name, i, out var rune) && ShownText.IsShown(rune))))
            {
                visible.Append(name, i, length);
            }

            i += length;
        }

        return visible.ToString();
    }

    private static bool IsSpelling(string name, int at) => name[at] is ZeroWidthJoiner or ZeroWidthNonJoiner || (name[at] == VariationSelector && at > 0 && name[at - 1] > '~' && !char.IsWhiteSpace(name[at - 1]));

    private static string? ProblemAt(string name, int at, string? route, out int length)
    {
        var c = name[at];
        length = 1;
        if (char.IsSurrogate(c))
        {
            if (!Rune.TryGetRuneAt(name, at, out var rune))
            {
                return Describe(c, "an unpaired surrogate");
            }

            length = rune.Utf16SequenceLength;
            return Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format ? Describe(rune.Value, "an invisible or direction-changing character") : null;
        }

        return char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => Describe(c, "a control character"),
            UnicodeCategory.Format when (c == ZeroWidthJoiner && JoinsPictures(name, at)) || (c is ZeroWidthJoiner or ZeroWidthNonJoiner && JoinsLetters(name, at)) => null,
            UnicodeCategory.Format => Describe(c, "an invisible or direction-changing character"),
            _ when Blanks.Contains(c, StringComparison.Ordinal) => Describe(c, "an invisible character"),
            _ when c == '/' || (c == '\\' && route != RouteNames.Agent) => Describe(c, "a path separator"),
            _ => null,
        };
    }

    /// <summary>The name as a route sends it.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="route">Route, or null while that is open.</param>
    public static string ForRoute(string name, string? route) => route == RouteNames.Agent ? RepairForAgent(name) : Repair(name);

    /// <summary>
    /// The name as the agent upload-URL call takes it: each run of refused characters becomes one <c>_</c>, leading dots and
    /// trailing separators go; besides what <see cref="Repair"/> does. <c>My report.pdf</c> gives <c>My_report.pdf</c>. The same name
    /// always gives the same result.
    /// </summary>
    public static string RepairForAgent(string name)
    {
        var repaired = new StringBuilder(name.Length);
        foreach (var c in Repair(name))
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

        var bare = repaired.ToString().TrimStart('.').TrimEnd('/');
        // A name that was all extension keeps it.
        return Path.GetExtension(bare).Length == 0 && repaired.Length > 0 && repaired[0] == '.' && bare.Length > 0 ? "_." + bare : bare;
    }

    private static bool IsDevice(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var stem = name.AsSpan(0, dot < 0 ? name.Length : dot).TrimEnd(' ');
        foreach (var device in Devices)
        {
            if (stem.Equals(device, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        // The superscript digits count as well.
        return stem.Length == 4 && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)) && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³';
    }

    // Inside a picture made of several, such as a family, the joiner is part of what is seen.
    private static bool JoinsPictures(string name, int at) =>
        at > 0 && at + 1 < name.Length
            && (char.IsLowSurrogate(name[at - 1]) || name[at - 1] == VariationSelector || char.GetUnicodeCategory(name[at - 1]) == UnicodeCategory.OtherSymbol)
            && (char.IsHighSurrogate(name[at + 1]) || char.GetUnicodeCategory(name[at + 1]) == UnicodeCategory.OtherSymbol);

    private static bool JoinsLetters(string name, int at) => at > 0 && at + 1 < name.Length && IsJoining(name[at - 1]) && IsJoining(name[at + 1]);

    private static bool IsJoining(char c) =>
        Array.Exists(JoiningScripts, block => c >= block.First && c <= block.Last)
            && char.GetUnicodeCategory(c) is UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string Describe(int c, string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind} (U+{c:X4})");
}
