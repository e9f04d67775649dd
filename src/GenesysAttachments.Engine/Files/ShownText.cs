using System.Globalization;
using System.Text;

namespace GenesysAttachments.Engine.Files;

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

    private static bool IsShown(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
