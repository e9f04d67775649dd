using System.Text;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Makes bad inputs of good ones: the same one for the same seed.</summary>
internal static class Mutator
{
    private const int MostSteps = 5;

    // What readers trip over; put in anywhere.
    private static readonly byte[][] Stumbles =
    [
        .. new[]
        {
            "\\ud800", "\\udc00", "\\ud800\\udc00", "\\ud83d\\ude00", "\\u0000", "\\u001b[31m", "\\u202e", "\\", "\"", "'", "null", "true", "[]", "{}", "[null]", "1e999", "-1e999", "99999999999999999999", "-1", "2.5", "NaN",
            "<![CDATA[", "]]>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "&#x1b;", "&#xD800;", "<?xml version='1.0' encoding='utf-16'?>", "<!--", "<a>", "</a>", "/>", "xmlns='x'",
            "%", "%00", "%0d%0a", "%zz", "%u1234", "&#", "&#x110000;", "&amp;amp;", "://", "http:", "//", "@", "#", "?", "..", "[::1]", ":99999", "\r\n", "\n", "\t", " ", "=", "[", "]", "{", "}", ",", ":", "\"\"\"", "'''", "# x", "a.b = 1", "[[x]]",
            "9999-12-31T23:59:59.9999999+14:00", "Fri, 31 Dec 9999 23:59:59 GMT", "\u0000", "\u001b]0;x\u0007", "\u202e", "\u200b", "\ufeff", "\u2028", "\U000e0020", "\u0665", "\u017c",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xef, 0xbb, 0xbf], [0xfe, 0xff],
        .. new[] { "[", "{\"a\":", "<a>", "(", "%25", "\\\\" }.SelectMany(text => new[] { 20, 300 }.Select(times => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times))))),
    ];

    public static byte[] Of(string[] samples, int seed)
    {
        var random = new Random(seed);
        var bytes = new List<byte>(Sample());
        for (var step = random.Next(MostSteps); step >= 0; step--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = random.Next(Math.Min(bytes.Count - at, 64) + 1);
            switch (random.Next(8))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    var other = Sample();
                    bytes.InsertRange(at, other[random.Next(other.Length)..]);
                    break;
                default:
                    bytes.InsertRange(at, Stumbles[random.Next(Stumbles.Length)]);
                    break;
            }
        }

        return [.. bytes];

        byte[] Sample() => Encoding.UTF8.GetBytes(samples[random.Next(samples.Length)]);
    }
}
