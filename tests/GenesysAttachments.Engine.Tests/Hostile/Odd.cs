using System.Globalization;
using System.Text;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Characters that no foreign text may bring to a screen: they move cursors, turn lines around, hide, or break.</summary>
internal static class Odd
{
    /// <summary>One of every kind, half a surrogate pair last.</summary>
    public static string[] All { get; } =
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Concat(Enumerable.Range(0x200b, 5)).Concat(Enumerable.Range(0x2028, 7)).Concat(Enumerable.Range(0x2066, 4)).Append(0x2060).Append(0xfeff)
            .Select(char.ConvertFromUtf32),
        char.ConvertFromUtf32(0xe0020), char.ConvertFromUtf32(0xe0041), "\ud800", "\udc00",
    ];

    /// <summary>Whether it is one of them.</summary>
    public static bool Is(Rune rune) =>
        rune.Value is < 0x20 or (>= 0x7f and <= 0x9f) or (>= 0x200b and <= 0x200f) or (>= 0x2028 and <= 0x202e) or 0x2060 or (>= 0x2066 and <= 0x2069) or 0xfeff or (>= 0xe0000 and <= 0xe007f);

    /// <summary>Those that stand in a text, by number.</summary>
    public static IEnumerable<string> In(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                yield return $"half a pair {(int)text[i]:X4}";
                i++;
                continue;
            }

            if (Is(rune))
            {
                yield return $"U+{rune.Value:X4}";
            }

            i += rune.Utf16SequenceLength;
        }
    }
}
