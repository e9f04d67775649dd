using System.Buffers.Binary;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>The end record of a ZIP file, and where its directory lies (PKWARE APPNOTE 6.3.10, 4.3.14 to 4.3.16).</summary>
/// <param name="At">Offset of the record.</param>
/// <param name="Start">Offset of the directory.</param>
/// <param name="Size">Bytes of the directory.</param>
/// <param name="Count">Entries of the directory.</param>
internal sealed record ZipEnd(long At, long Start, long Size, long Count)
{
    private const int Length = 22;
    private const int LongestComment = 65_535;
    private const int NearEnd = 1024;
    private const int MostTries = 4;

    private static ReadOnlySpan<byte> Mark => "PK\u0005\u0006"u8;

    private static ReadOnlySpan<byte> EntryMark => "PK\u0001\u0002"u8;

    /// <summary>The end record; null when there is none. What follows it is its comment, or bytes that readers pass over.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isZip">Whether the file begins as a ZIP: then it is worth a longer look.</param>
    public static ZipEnd? Find(BoundedReader file, bool isZip)
    {
        var near = file.ReadTail(NearEnd);
        return Find(file, near, isZip) ?? (isZip && near.Length < file.Length ? Find(file, file.ReadTail(Length + LongestComment), isZip) : null);
    }

    private static ZipEnd? Find(BoundedReader file, ReadOnlySpan<byte> tail, bool isZip)
    {
        var start = file.Length - tail.Length;
        var rest = tail;
        for (var tries = 0; tries < MostTries && rest.LastIndexOf(Mark) is >= 0 and var at; tries++)
        {
            rest = rest[..at];
            if (tail.Length - at >= Length && Read(file, start + at, tail[at..], isZip) is { } end)
            {
                return end;
            }
        }

        return null;
    }

    // The mark alone is met by chance: the directory must lie where the record says, or, with bytes put in front of the whole, right before it.
    private static ZipEnd? Read(BoundedReader file, long at, ReadOnlySpan<byte> record, bool isZip)
    {
        long count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        var before = at;
        if ((count == 0xFFFF || size == 0xFFFFFFFF) && ReadZip64(file, at) is { } large)
        {
            (before, count, size) = large;
        }

        var start = before - size;
        return count == 0 && size == 0
            ? isZip && BinaryPrimitives.ReadUInt16LittleEndian(record[8..]) == 0 ? new(at, start, 0, 0) : null
            : file.Read(start, EntryMark.Length).AsSpan().SequenceEqual(EntryMark) ? new(at, start, size, count) : null;
    }

    private static (long At, long Count, long Size)? ReadZip64(BoundedReader file, long end)
    {
        var locator = file.Read(end - 20, 20);
        if (locator.Length < 20 || !locator.AsSpan().StartsWith("PK\u0006\u0007"u8))
        {
            return null;
        }

        var at = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
        var record = file.Read(at, 56);
        return record.Length < 56 || !record.AsSpan().StartsWith("PK\u0006\u0006"u8) ? null
            : (at, BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(32)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40)));
    }
}
