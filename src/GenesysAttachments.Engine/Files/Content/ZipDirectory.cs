using System.Buffers.Binary;
using System.Text;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>The names in a ZIP file's central directory (PKWARE APPNOTE 6.3.10, 4.3), as far as the reader's budget goes. Inflates nothing.</summary>
internal sealed class ZipDirectory
{
    private const int MostRead = 64 * 1024;
    private const int MostLocal = 64;
    private const int EntryLength = 46;
    private const int LocalLength = 30;
    private const int LongestMimeType = 100;
    private const string MimeTypeEntry = "mimetype";

    // What runs when it is opened from an archive.
    private static readonly string[] Programs = [".exe", ".scr", ".com", ".pif", ".bat", ".cmd", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".ps1", ".msi", ".lnk", ".dll", ".cpl", ".jar", ".sh", ".class", ".dex", ".so"];

    private static ReadOnlySpan<byte> EntryMark => "PK\u0001\u0002"u8;

    private static ReadOnlySpan<byte> LocalMark => "PK\u0003\u0004"u8;

    /// <summary>Names, in the order of the directory, with slashes and without one in front.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Whether every entry was read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the end of the directory was found: without it the file is cut off or damaged.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Whether an entry is encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>Names of entries without bytes.</summary>
    public HashSet<string> Empty { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the stored entry <c>mimetype</c> says; empty without one.</summary>
    public string MimeType { get; private set; } = "";

    /// <summary>An entry that is a program; null where none was seen.</summary>
    public string? Program => Names.Find(name => Programs.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether it has the part of an Office package that holds macros (MS-OFFMACRO2 2.2.1.3).</summary>
    public bool HoldsMacros => Names.Exists(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the directory, or, where it is missing, the local headers from the start on.</summary>
    public static ZipDirectory Read(BoundedReader file)
    {
        var zip = new ZipDirectory();
        if (ZipEnd.Find(file, isZip: true) is { } end)
        {
            zip.HasEnd = true;
            zip.ReadEntries(file, end);
        }
        else
        {
            zip.ReadLocal(file);
        }

        return zip;
    }

    /// <summary>Whether the directory has what a part of a signature asks for.</summary>
    public bool Fits(SignaturePart part)
    {
        if (part.What == SignaturePartKind.MimeType)
        {
            return MimeType.StartsWith(part.Text, StringComparison.Ordinal);
        }

        foreach (var name in Names)
        {
            if (Fits(part, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Fits(SignaturePart part, ReadOnlySpan<char> name) => part.What switch
    {
        SignaturePartKind.Entry => Begins(name, part.Text, StringComparison.Ordinal),
        // A folder that was zipped as a whole has everything below it.
        SignaturePartKind.Bundled => Begins(name, part.Text, StringComparison.Ordinal) || Begins(name[(name.IndexOf('/') + 1)..], part.Text, StringComparison.Ordinal),
        // Names of parts compare without case (ECMA-376-2 6.2.2.3).
        SignaturePartKind.Part => Begins(name, part.Text, StringComparison.OrdinalIgnoreCase),
        SignaturePartKind.Body => name[(name.LastIndexOf('/') + 1)..].Equals(part.Text, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static bool Begins(ReadOnlySpan<char> name, ReadOnlySpan<char> wanted, StringComparison comparison) =>
        wanted[0] == '*' ? name.EndsWith(wanted[1..], comparison) : name.StartsWith(wanted, comparison);

    private void ReadEntries(BoundedReader file, ZipEnd end)
    {
        var bytes = end.Size > 0 ? file.Read(end.Start, (int)Math.Min(end.Size, MostRead)).AsSpan() : [];
        while (bytes.Length >= EntryLength && bytes.StartsWith(EntryMark))
        {
            var name = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
            var length = EntryLength + name + BinaryPrimitives.ReadUInt16LittleEndian(bytes[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]);
            if (EntryLength + name > bytes.Length)
            {
                break;
            }

            Add(bytes.Slice(EntryLength, name), BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));
            if (Names[^1] == MimeTypeEntry && MimeType.Length == 0)
            {
                // Offsets count from the archive's own start.
                var shift = end.Start - BinaryPrimitives.ReadUInt32LittleEndian(file.Read(end.At + 16, 4) is { Length: 4 } said ? said : [0, 0, 0, 0]);
                ReadMimeType(file, BinaryPrimitives.ReadUInt32LittleEndian(bytes[42..]) + Math.Max(0, shift));
            }

            bytes = bytes[Math.Min(length, bytes.Length)..];
        }

        IsComplete = Names.Count == end.Count;
    }

    private void ReadLocal(BoundedReader file)
    {
        for (var (at, count) = (0L, 0); count < MostLocal; count++)
        {
            var head = file.Read(at, LocalLength + 256).AsSpan();
            var name = head.Length >= LocalLength ? BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) : 0;
            if (name == 0 || !head.StartsWith(LocalMark) || LocalLength + name > head.Length)
            {
                return;
            }

            Add(head.Slice(LocalLength, name), 1, BinaryPrimitives.ReadUInt16LittleEndian(head[6..]));
            if (Names[^1] == MimeTypeEntry)
            {
                ReadMimeType(file, at);
            }

            at += LocalLength + name + BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) + BinaryPrimitives.ReadUInt32LittleEndian(head[18..]);
        }
    }

    private void ReadMimeType(BoundedReader file, long at)
    {
        var head = file.Read(at, LocalLength + MimeTypeEntry.Length + 512).AsSpan();
        if (head.Length < LocalLength + MimeTypeEntry.Length || !head.StartsWith(LocalMark) || BinaryPrimitives.ReadUInt16LittleEndian(head[8..]) != 0)
        {
            return;
        }

        var from = LocalLength + BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(head[28..]);
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(head[18..]), LongestMimeType);
        MimeType = from + length <= head.Length ? Encoding.ASCII.GetString(head.Slice(from, length)).TrimStart() : "";
    }

    private void Add(ReadOnlySpan<byte> name, uint length, int flags)
    {
        // Some writers use backslashes, or write a part's name with its leading slash.
        var text = Encoding.UTF8.GetString(name).Replace('\\', '/').TrimStart('/');
        Names.Add(text);
        IsEncrypted |= (flags & 1) != 0;
        if (length == 0)
        {
            Empty.Add(text);
        }
    }
}
