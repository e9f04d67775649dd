using System.Globalization;

namespace GenesysAttachments.Engine.Files;

/// <summary>A number of bytes as people read it, the way the module's tables show it.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["KB", "MB", "GB"];

    /// <summary><c>512 B</c>, <c>1.5 KB</c>, <c>10.0 MB</c>: a KB is 1,024 bytes. Culture does not matter.</summary>
    public static string Text(long bytes)
    {
        if (bytes < 1024)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        }

        var (size, unit) = (bytes / 1024.0, 0);
        for (; size >= 1024 && unit < Units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:F1} {Units[unit]}");
    }
}
