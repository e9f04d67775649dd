using System.Buffers.Binary;
using System.Text;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>The names in a ZIP file's central directory (PKWARE APPNOTE 6.3.10, 4.3), as far as the reader's budget goes. Inflates nothing.</summary>
internal sealed class ZipDirectory
{
    private const int EndLength = 22;
    private const int LongestComment = 65_535;
    private const int NearEnd = 1024;
    private const int MostRead = 64 * 1024;
    private const int EntryLength = 46;

    private static ReadOnlySpan<byte> EndMark => "PK\u0005\u0006"u8;

    private static ReadOnlySpan<byte> EntryMark => "PK\u0001\u0002"u8;

    private static ReadOnlySpan<byte> LocalMark => "PK\u0003\u0004"u8;

    /// <summary>Names, in the order of the directory.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Whether every entry was read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the end of the directory was found: without it the file is cut off or damaged.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Whether an entry is encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>Names of entries without bytes.</summary>
    public HashSet<string> Empty { get; } = new(StringComparer.Ordinal);

    /// <summary>What the stored first entry <c>mimetype</c> says; empty without one.</summary>
    public string MimeType { get; private set; } = "";

    /// <summary>Reads the directory, or, where it is missing, the local headers at the start.</summary>
    public static ZipDirectory Read(BoundedReader file)
    {
        var zip = new ZipDirectory();
        zip.MimeType = ReadMimeType(file.Head);
        if (FindEnd(file) is { } end)
        {
            zip.HasEnd = true;
            zip.ReadEntries(file, end.Start, end.Size, end.Count);
        }
        else
        {
            zip.ReadLocal(file.Head);
        }

        return zip;
    }

    /// <summary>The end record where it ends exactly with the file, as every ZIP reader accepts it; null when there is none.</summary>
    public static (long At, long Start, long Size, long Count)? FindEnd(BoundedReader file)
    {
        var near = file.ReadTail(NearEnd);
        return FindEnd(file, near) ?? (near.Length < file.Length && file.Head.StartsWith(LocalMark) ? FindEnd(file, file.ReadTail(EndLength + LongestComment)) : null);
    }

    private static (long At, long Start, long Size, long Count)? FindEnd(BoundedReader file, ReadOnlySpan<byte> tail)
    {
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var found = tail[..(at + 4)].LastIndexOf(EndMark);
            if (found < 0)
            {
                return null;
            }

            at = found;
            var end = tail[at..];
            if (end.Length < EndLength || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length - EndLength)
            {
                continue;
            }

            var position = file.Length - end.Length;
            long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
            var before = position;
            if ((count == 0xFFFF || size == 0xFFFFFFFF) && ReadZip64(file, position) is { } large)
            {
                (before, count, size) = large;
            }

            // Right before its end, wherever the record says it starts: bytes may have been put in front of the whole.
            return (position, before - size, size, count);
        }

        return null;
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

    private static string ReadMimeType(ReadOnlySpan<byte> head)
    {
        if (head.Length < 38 || !head.StartsWith(LocalMark) || BinaryPrimitives.ReadUInt16LittleEndian(head[8..]) != 0 || !head[30..].StartsWith("mimetype"u8))
        {
            return "";
        }

        var from = 38 + BinaryPrimitives.ReadUInt16LittleEndian(head[28..]);
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(head[18..]), 100);
        return from + length <= head.Length ? Encoding.ASCII.GetString(head.Slice(from, length)) : "";
    }

    private void ReadEntries(BoundedReader file, long start, long size, long count)
    {
        var bytes = size > 0 ? file.Read(start, (int)Math.Min(size, MostRead)).AsSpan() : [];
        while (bytes.Length >= EntryLength && bytes.StartsWith(EntryMark))
        {
            var name = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
            var length = EntryLength + name + BinaryPrimitives.ReadUInt16LittleEndian(bytes[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]);
            if (EntryLength + name > bytes.Length)
            {
                break;
            }

            Add(bytes.Slice(EntryLength, name), BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));
            bytes = bytes[Math.Min(length, bytes.Length)..];
        }

        IsComplete = Names.Count == count;
    }

    private void ReadLocal(ReadOnlySpan<byte> head)
    {
        while (head.Length >= 30 && head.StartsWith(LocalMark))
        {
            var name = BinaryPrimitives.ReadUInt16LittleEndian(head[26..]);
            if (30 + name > head.Length)
            {
                return;
            }

            Add(head.Slice(30, name), 1, BinaryPrimitives.ReadUInt16LittleEndian(head[6..]));
            var next = 30L + name + BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) + BinaryPrimitives.ReadUInt32LittleEndian(head[18..]);
            head = next < head.Length ? head[(int)next..] : [];
        }
    }

    private void Add(ReadOnlySpan<byte> name, uint length, int flags)
    {
        // Names may have been written with backslashes; the standard has slashes.
        var text = Encoding.UTF8.GetString(name).Replace('\\', '/');
        Names.Add(text);
        IsEncrypted |= (flags & 1) != 0;
        if (length == 0)
        {
            Empty.Add(text);
        }
    }
}
