using System.Globalization;
using System.Text;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// The name under which a stranger's file may stand in a folder: the same on every system, since folders travel. It is a base name that no system
/// takes for a path, a device, a stream or a hidden file, that can be seen as it is, and that fits.
/// </summary>
internal static class LocalNames
{
    // Bytes of UTF-8, which is what a Unix counts, and never fewer than the UTF-16 units that Windows counts.
    private const int LongestName = 255;
    private const int LongestExtension = 32;

    // Of a longer one nothing further is looked at.
    private const int LongestLook = 4096;
    private const string Refused = "<>:\"|?*";

    /// <summary>The name.</summary>
    /// <param name="name">As the sender wrote it; null where there is none.</param>
    /// <param name="messageId">Its message, which it is called after where nothing is left of the name.</param>
    /// <param name="contentType">What the platform says it is, which gives it an extension then.</param>
    public static string Of(string? name, string? messageId, string? contentType) =>
        Clean(name) ?? (Clean(messageId) is { } id ? Clean(id + Extensions.Of(contentType)) : null) ?? "attachment" + Extensions.Of(contentType);

    /// <summary>The same with a number, for a name that is taken: <c>a (2).pdf</c>.</summary>
    public static string Number(string name, int number)
    {
        var extension = ExtensionOf(name);
        return Cut(name[..^extension.Length], string.Create(CultureInfo.InvariantCulture, $" ({number}){extension}"));
    }

    /// <summary>What two names have in common that may meet on a disk that does not tell them apart.</summary>
    public static string Fold(string name) => FileNames.Normalize(name).ToUpperInvariant();

    // What is taken away at one place may lay bare another: it is clean when there is nothing more to do.
    private static string? Clean(string? name)
    {
        for (string? clean; ; name = clean)
        {
            clean = CleanOnce(name);
            if (clean is null || clean == name)
            {
                return clean;
            }
        }
    }

    private static string? CleanOnce(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        var text = Shortened(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]);
        text = FileNames.WithoutInvisible(FileNames.Normalize(text));
        text = string.Concat(text.Select(c => Refused.Contains(c, StringComparison.Ordinal) ? '_' : c)).TrimStart();
        text = FileNames.Repair(text);
        text = text.Trim('_', '.', ' ').Length == 0 ? "" : text[0] == '.' ? "_" + text : text;
        if (text.Length == 0)
        {
            return null;
        }

        var extension = ExtensionOf(text);
        return Cut(text[..^extension.Length], extension);
    }

    private static string Shortened(string name) => name.Length <= LongestLook ? name : name[..(LongestLook - LongestExtension)] + name[^LongestExtension..];

    // A dot that ends in a sentence is no extension.
    private static string ExtensionOf(string name) =>
        Path.GetExtension(name) is { Length: > 1 } extension && extension.Length < name.Length && Encoding.UTF8.GetByteCount(extension) <= LongestExtension ? extension : "";

    // Whole characters, and no dot or blank where it was cut: Windows would drop it, and the name be another.
    private static string Cut(string stem, string end)
    {
        var room = LongestName - Encoding.UTF8.GetByteCount(end);
        var length = 0;
        foreach (var rune in stem.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length == stem.Length ? stem + end : stem[..length].TrimEnd(' ', '.') + end;
    }
}
