namespace GenesysAttachments.Engine.Files.Content;

/// <summary>Tells a tar archive by the checksum of its first header (POSIX.1-1988 10.1.1): the word <c>ustar</c> alone is met by chance, and older archives lack it.</summary>
internal static class TarHeader
{
    private const int Length = 512;
    private const int SumAt = 148;
    private const int SumLength = 8;

    /// <summary>Whether the bytes begin with such a header.</summary>
    public static bool Fits(ReadOnlySpan<byte> head)
    {
        if (head.Length < Length || head[0] == 0)
        {
            return false;
        }

        // The sum counts its own field as blanks; some old writers added signed bytes.
        var (sum, signed) = (SumLength * ' ', SumLength * ' ');
        for (var i = 0; i < Length; i++)
        {
            if (i is < SumAt or >= SumAt + SumLength)
            {
                sum += head[i];
                signed += (sbyte)head[i];
            }
        }

        return Octal(head.Slice(SumAt, SumLength)) is { } said && (said == sum || said == signed);
    }

    private static int? Octal(ReadOnlySpan<byte> field)
    {
        var digits = field.Trim(" \0"u8);
        var value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (value * 8) + digit - '0';
        }

        return digits.IsEmpty ? null : value;
    }
}
