using System.Collections.Immutable;
using System.Globalization;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>Reads the notation of <c>Data/signatures.tsv</c>.</summary>
internal static class SignatureNotation
{
    /// <summary>The tokens between blanks; blanks inside quotes belong to their token.</summary>
    public static List<string> Split(string text) => Cut(text, ' ');

    /// <summary>The alternatives between bars; bars inside quotes belong to theirs.</summary>
    public static List<string> Alternatives(string text) => Cut(text, '|');

    /// <summary>Bytes: hex pairs, <c>'ASCII'</c>, <c>??</c>, <c>[A-B]</c>.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static ImmutableArray<(byte Low, byte High)> Bytes(string text)
    {
        var bytes = ImmutableArray.CreateBuilder<(byte, byte)>();
        for (var i = 0; i < text.Length;)
        {
            switch (text[i])
            {
                case '\'':
                    var end = text.IndexOf('\'', i + 1);
                    bytes.AddRange(text[(i + 1)..end].Select(c => ((byte)c, (byte)c)));
                    i = end + 1;
                    break;
                case '?':
                    bytes.Add((0x00, 0xFF));
                    i += 2;
                    break;
                case '[':
                    bytes.Add((Hex(text, i + 1), Hex(text, i + 4)));
                    i += 7;
                    break;
                default:
                    bytes.Add((Hex(text, i), Hex(text, i)));
                    i += 2;
                    break;
            }
        }

        return bytes.ToImmutable();
    }

    /// <summary>The first byte of each alternative that is about fixed places, as a range, without reading the rest of it.</summary>
    public static IEnumerable<(byte Low, byte High)> FirstBytes(string text)
    {
        for (var at = 0; at >= 0; at = text.IndexOf(" | ", at, StringComparison.Ordinal) is >= 0 and var bar ? bar + 3 : -1)
        {
            var signature = text.AsSpan(at);
            if (signature.StartsWith("0:") && signature[2] != '?')
            {
                yield return signature[2] switch
                {
                    '\'' => ((byte)signature[3], (byte)signature[3]),
                    '[' => (Hex(text, at + 3), Hex(text, at + 6)),
                    _ => (Hex(text, at + 2), Hex(text, at + 2)),
                };
            }
            else if (signature.Length > 0 && (char.IsAsciiDigit(signature[0]) || signature.StartsWith("frames:") || signature.StartsWith("program:") || signature.StartsWith("sum:")))
            {
                yield return (0x00, 0xFF);
            }
        }
    }

    private static byte Hex(string text, int at) => byte.Parse(text.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static List<string> Cut(string text, char separator)
    {
        var (parts, from, quoted) = (new List<string>(), 0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '\'')
            {
                quoted = !quoted;
            }

            if (i == text.Length || (text[i] == separator && !quoted))
            {
                if (text[from..i].Trim() is { Length: > 0 } part)
                {
                    parts.Add(part);
                }

                from = i + 1;
            }
        }

        return parts;
    }
}
