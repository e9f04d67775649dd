using System.Text;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>Tells text from other bytes: UTF-8, UTF-16 and UTF-32 with a byte order mark, UTF-8 and UTF-16 without, and 8-bit code pages.</summary>
/// <remarks>
/// Bytes that make binary data are those of WHATWG MIME Sniffing 3, less what ECMA-48 gives terminals and columns; UTF-8 is that of RFC 3629 3; the marks
/// are those of The Unicode Standard 23.8.
/// </remarks>
internal sealed class TextProbe
{
    // A few bytes with accents may be anything; a run this long has control bytes among them unless it was written as text.
    private const int SureEightBit = 4;
    private const int SureWhateverLetters = 128;
    private const int SureWide = 16;
    private readonly int _skip;

    // How many of the first bytes read as text, where not all of them do.
    private readonly int _prefix;

    private TextProbe(Encoding? encoding, int skip, bool isCertain, int prefix) => (Encoding, _skip, IsCertain, _prefix) = (encoding, skip, isCertain, prefix);

    /// <summary>Encoding it reads as; null when it is no text.</summary>
    public Encoding? Encoding { get; }

    /// <summary>Whether chance is ruled out.</summary>
    public bool IsCertain { get; }

    /// <summary>Looks at the head of a file.</summary>
    /// <param name="head">Its first bytes.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    public static TextProbe Of(ReadOnlySpan<byte> head, bool isWhole)
    {
        (Encoding? Encoding, int Skip) marked = head switch
        {
            [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
            [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4),
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => (null, 0),
        };
        if (marked.Encoding is { } encoding && IsPlain(Decode(encoding, head[marked.Skip..], isWhole)))
        {
            // Fewer than a few characters after a mark of two bytes could be anything.
            return new(encoding, marked.Skip, head.Length >= 8 || marked.Skip > 2, 0);
        }

        if (Wide(head) is { } wide && IsPlain(Decode(wide, head, isWhole)))
        {
            return new(wide, 0, head.Length >= SureWide, 0);
        }

        var (highs, odd, prefix) = Count(head);
        var plain = head.Length - highs - odd;
        if (prefix < head.Length || head.Length == 0 || odd > head.Length / 5)
        {
            return new(null, marked.Skip, false, prefix);
        }

        // A few control bytes do not make a text anything else: separators of columns, colours of a terminal.
        if (highs == 0 || IsUtf8(head, isWhole))
        {
            return new(Encoding.UTF8, marked.Skip, true, prefix);
        }

        // Accented letters stay the smaller part of Latin text; Cyrillic or Greek code pages have more of them.
        return odd > plain / 50 ? new(null, marked.Skip, false, prefix)
            : new(Encoding.Latin1, marked.Skip, head.Length >= SureWhateverLetters || (head.Length >= SureEightBit && highs <= head.Length * 4 / 5), prefix);
    }

    /// <summary>Its beginning, without mark and leading blanks; of other bytes what reads as text in front of them.</summary>
    /// <param name="head">The same first bytes.</param>
    /// <param name="length">How many of them to look at.</param>
    public string Start(ReadOnlySpan<byte> head, int length)
    {
        var text = Encoding is null ? Encoding.Latin1.GetString(head[_skip..Math.Clamp(_prefix, _skip, length)]) : Encoding.GetString(head[_skip..Math.Min(head.Length, length)]);
        return text.TrimStart(' ', '\t', '\r', '\n', '\f');
    }

    private static string Decode(Encoding encoding, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        // A head may end inside a character.
        var cut = isWhole ? 0 : encoding is UTF8Encoding ? Math.Min(3, bytes.Length) : bytes.Length % 4;
        return encoding.GetString(bytes[..^cut]);
    }

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (c == '\uFFFD' || c == '\uFFFE' || c == '\uFFFF' || (c < ' ' && c is not ('\t' or '\n' or '\r' or '\f' or '\v' or '\b' or '\u000E' or '\u000F' or '\u001B' or '\u001A')) || (c is >= '\uE000' and <= '\uF8FF'))
            {
                return false;
            }
        }

        return true;
    }

    // Without a mark: Western text in UTF-16 has a zero in every other byte, and hardly any in the others.
    private static Encoding? Wide(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4)
        {
            return null;
        }

        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }

        var most = head.Length / 2 * 7 / 10;
        return odd >= most && even == 0 ? Encoding.Unicode : even >= most && odd == 0 ? Encoding.BigEndianUnicode : null;
    }

    /// <summary>Bytes beyond ASCII, control bytes that text seldom has, and how far the first zero byte is away.</summary>
    private static (int Highs, int Odd, int Prefix) Count(ReadOnlySpan<byte> head)
    {
        var prefix = head.IndexOf((byte)0) is >= 0 and var zero ? zero : head.Length;
        var (highs, odd) = (0, 0);
        foreach (var b in head[..prefix])
        {
            highs += b >> 7;
            odd += b == 0x7F || (b < 0x20 && b is not (0x09 or 0x0A or 0x0D or 0x0C or 0x0B or 0x08 or 0x0E or 0x0F or 0x1B or 0x1A)) ? 1 : 0;
        }

        return (highs, odd, prefix);
    }

    private static bool IsUtf8(ReadOnlySpan<byte> head, bool isWhole)
    {
        while (!head.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(head, out _, out var length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                return !isWhole && status == System.Buffers.OperationStatus.NeedMoreData;
            }

            head = head[length..];
        }

        return true;
    }
}
