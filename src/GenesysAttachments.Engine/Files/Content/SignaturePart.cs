using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>One part of a signature.</summary>
/// <param name="What">What it looks at.</param>
/// <param name="Offset">Offset of the bytes, or how far to look.</param>
/// <param name="Pattern">The bytes, each as a range.</param>
/// <param name="Text">The text, where it is about text or names.</param>
internal sealed record SignaturePart(SignaturePartKind What, int Offset, ImmutableArray<(byte Low, byte High)> Pattern, string Text)
{
    // Nothing a file begins with by chance has a checksum that is right, or a header where another one says.
    private const int Checked = 64;

    // What the root says of all of it is said before anything in it.
    private const int Declared = 256;

    private const int TwoFrames = 22;

    /// <summary>How much it asks for, in bits: of two kinds that fit, the one that asks for more is meant.</summary>
    public int Strength { get; } = What switch
    {
        SignaturePartKind.Bytes or SignaturePartKind.BytesWithin => Pattern.Sum(range => 8 - BitOperations.Log2((uint)(range.High - range.Low + 1))),
        SignaturePartKind.RootClass => Declared,
        SignaturePartKind.Lock or SignaturePartKind.Program or SignaturePartKind.TarSum => Checked,
        SignaturePartKind.Frames => TwoFrames,
        // A name that may stand in any folder says less than a folder.
        SignaturePartKind.Body => 8,
        _ => Text.Length * 8,
    };

    /// <summary>Reads one part of the table.</summary>
    /// <exception cref="FormatException">It is not in the table's notation.</exception>
    public static SignaturePart Parse(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        var (place, value) = (token[..colon], token[(colon + 1)..]);
        return place switch
        {
            "text" => Named(SignaturePartKind.TextStart),
            "within" => Named(SignaturePartKind.TextWithin),
            "columns" => Named(SignaturePartKind.Columns),
            "entry" => Named(SignaturePartKind.Entry),
            "bundled" => Named(SignaturePartKind.Bundled),
            "part" => Named(SignaturePartKind.Part),
            "body" => Named(SignaturePartKind.Body),
            "mimetype" => Named(SignaturePartKind.MimeType),
            "stream" => Named(SignaturePartKind.Stream),
            "lock" => Named(SignaturePartKind.Lock),
            "class" => Named(SignaturePartKind.RootClass),
            "brand" => Named(SignaturePartKind.Brand),
            "frames" => Named(SignaturePartKind.Frames),
            "program" => Named(SignaturePartKind.Program),
            "sum" => Named(SignaturePartKind.TarSum),
            ['<', .. var far] => new(SignaturePartKind.BytesWithin, int.Parse(far, CultureInfo.InvariantCulture), SignatureNotation.Bytes(value), ""),
            _ => new(SignaturePartKind.Bytes, int.Parse(place, CultureInfo.InvariantCulture), SignatureNotation.Bytes(value), ""),
        };

        SignaturePart Named(SignaturePartKind what) => new(what, 0, [], value.Trim('\''));
    }

    /// <summary>Whether the bytes are those of the pattern.</summary>
    public bool Fits(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Pattern.Length)
        {
            return false;
        }

        for (var i = 0; i < Pattern.Length; i++)
        {
            if (bytes[i] < Pattern[i].Low || bytes[i] > Pattern[i].High)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where in the bytes the pattern is first met; -1 when nowhere.</summary>
    public int Find(ReadOnlySpan<byte> bytes)
    {
        for (var from = 0; from <= bytes.Length - Pattern.Length; from++)
        {
            var first = Pattern[0].Low == Pattern[0].High ? bytes[from..].IndexOf(Pattern[0].Low) : 0;
            if (first < 0)
            {
                return -1;
            }

            from += first;
            if (Fits(bytes[from..]))
            {
                return from;
            }
        }

        return -1;
    }
}
