namespace GenesysAttachments.Engine.Files.Content;

/// <summary>Finds two audio frames in a row: one sync word alone is met by chance.</summary>
internal static class AudioFrames
{
    private static readonly int[] Layer3Version1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] Layer3Version2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] Layer2Version1 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
    private static readonly int[] Rates = [44_100, 48_000, 32_000];

    /// <summary>Whether the bytes begin with a frame that another follows, or that is all there is.</summary>
    /// <param name="kind"><c>mpeg</c> (ISO/IEC 11172-3 2.4.2.3) or <c>adts</c> (ISO/IEC 13818-7 6.2).</param>
    /// <param name="bytes">The bytes.</param>
    public static bool Fits(string kind, ReadOnlySpan<byte> bytes)
    {
        var length = Length(kind, bytes);
        return length > 0 && length + 4 <= bytes.Length && Length(kind, bytes[length..]) > 0;
    }

    private static int Length(string kind, ReadOnlySpan<byte> frame) => kind == "adts" ? Adts(frame) : Mpeg(frame);

    private static int Adts(ReadOnlySpan<byte> frame)
    {
        // Sync word, layer 0, a sampling frequency that exists.
        if (frame.Length < 7 || frame[0] != 0xFF || (frame[1] & 0xF6) != 0xF0 || ((frame[2] >> 2) & 0xF) > 12)
        {
            return 0;
        }

        var length = ((frame[3] & 3) << 11) | (frame[4] << 3) | (frame[5] >> 5);
        return length >= 7 ? length : 0;
    }

    private static int Mpeg(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 4 || frame[0] != 0xFF || (frame[1] & 0xE0) != 0xE0)
        {
            return 0;
        }

        var (version, layer, bits, rate, padding) = ((frame[1] >> 3) & 3, (frame[1] >> 1) & 3, frame[2] >> 4, (frame[2] >> 2) & 3, (frame[2] >> 1) & 1);
        if (version == 1 || layer is 0 or 3 || bits is 0 or 15 || rate == 3)
        {
            return 0;
        }

        var isFirst = version == 3;
        var kilobits = (isFirst, layer) switch { (true, 1) => Layer3Version1[bits], (true, _) => Layer2Version1[bits], _ => Layer3Version2[bits] };
        var frequency = Rates[rate] >> (isFirst ? 0 : version == 2 ? 1 : 2);
        var samples = layer == 1 && !isFirst ? 72 : 144;
        return (samples * kilobits * 1000 / frequency) + padding;
    }
}
