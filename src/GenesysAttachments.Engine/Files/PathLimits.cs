using System.Globalization;
using System.Text;

namespace GenesysAttachments.Engine.Files;

/// <summary>How long paths and the names in them may be on this system: of one that is longer the system says only that nothing is there.</summary>
internal static class PathLimits
{
    private const int LongestName = 255;
    private const int LongestShown = 40;

    // PATH_MAX counts the closing NUL.
    private static readonly int LongestPath = OperatingSystem.IsWindows() ? 32_767 : OperatingSystem.IsMacOS() ? 1023 : 4095;

    // A Unix counts bytes.
    private static readonly string Unit = OperatingSystem.IsWindows() ? "characters" : "bytes";

    /// <summary>What is too long in a path at which nothing was found; null when nothing is.</summary>
    public static string? Exceeded(string path)
    {
        if (LengthOf(path) is var length && length > LongestPath)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The path '{Start(path)}' has {length:N0} {Unit}; this system knows none of more than {LongestPath:N0}.");
        }

        return path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).FirstOrDefault(name => LengthOf(name) > LongestName) is { } longest
            ? string.Create(CultureInfo.InvariantCulture, $"The name '{Start(longest)}' in the path has {LengthOf(longest):N0} {Unit}; file systems know none of more than {LongestName}.")
            : null;
    }

    private static int LengthOf(string text) => OperatingSystem.IsWindows() ? text.Length : Encoding.UTF8.GetByteCount(text);

    private static string Start(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";
}
