using System.Globalization;
using System.Text;

namespace GenesysAttachments.Engine.Display;

/// <summary>
/// Text that people are shown. The name of a file is as foreign as a mail's attachment: it may move the cursor, set colours, or read
/// backwards. Its objects keep it as it is; what is shown of it goes through here.
/// </summary>
public static class ShownText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with <c>\uFFFD</c> for each control, direction-changing and invisible character and each half of a surrogate pair.</summary>
    public static string Of(string text)
    {
        var rest = text.AsSpan();
        while (Rune.DecodeFromUtf16(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done && IsShown(rune))
        {
            rest = rest[length..];
        }

        return rest.IsEmpty ? text : Clean(text, text.Length - rest.Length);
    }

    private static string Clean(string text, int from)
    {
        var clean = new StringBuilder(text, 0, from, text.Length);
        var rest = text.AsSpan(from);
        while (!rest.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf16(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (isWhole && IsShown(rune))
            {
                clean.Append(rest[..length]);
            }
            else
            {
                clean.Append(Replacement);
            }

            rest = rest[length..];
        }

        return clean.ToString();
    }

    // Format characters turn lines around or join what looks apart; the last ones are drawn with no width, or are no characters.
    internal static bool IsShown(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && (rune.Value & 0xFFFE) != 0xFFFE
        && rune.Value is not (0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFDD0 and <= 0xFDEF) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF));
}
