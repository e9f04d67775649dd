using System.Buffers.Binary;
using System.Text;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>The names in the root of an OLE file (MS-CFB 2.6), its class, and the start of a stream, as far as the caps go.</summary>
internal sealed class OleDirectory
{
    private const int EntryLength = 128;
    private const int MostSectors = 192;
    private const int MostEntries = 4096;
    private const int TablesInHeader = 109;
    private const uint None = 0xFFFFFFFF;
    private const uint Special = 0xFFFFFFFA;

    private readonly BoundedReader _file;
    private readonly int _sector;
    private readonly List<byte[]> _entries = [];
    private readonly Dictionary<uint, byte[]> _tables = [];

    private OleDirectory(BoundedReader file, int sector) => (_file, _sector) = (file, sector);

    /// <summary>Names in the root, with the first sector of each.</summary>
    public Dictionary<string, uint> Root { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Class of the root, which says whose file it is.</summary>
    public Guid Class { get; private set; }

    /// <summary>Whether the directory begins within the file: else the file is cut off or damaged.</summary>
    public bool HasDirectory => _entries.Count > 0;

    /// <summary>Reads the directory; without names when the header makes no sense.</summary>
    public static OleDirectory Read(BoundedReader file)
    {
        var head = file.Head;
        var shift = head.Length >= 512 ? BinaryPrimitives.ReadUInt16LittleEndian(head[0x1E..]) : 0;
        if (shift is not (9 or 12))
        {
            return new OleDirectory(file, 512);
        }

        var ole = new OleDirectory(file, 1 << shift);
        ole.ReadEntries(BinaryPrimitives.ReadUInt32LittleEndian(head[0x30..]));
        if (ole.HasDirectory)
        {
            ole.Class = new Guid(ole._entries[0].AsSpan(0x50, 16));
            ole.Walk(Number(ole._entries[0], 0x4C));
        }

        return ole;
    }

    /// <summary>Whether the root has what a part of a signature asks for.</summary>
    public bool Fits(SignaturePart part) => part.What switch
    {
        SignaturePartKind.RootClass => Class == Guid.Parse(part.Text),
        SignaturePartKind.Stream or SignaturePartKind.Lock => Root.ContainsKey(part.Text),
        _ => false,
    };

    /// <summary>The first bytes of a stream that is kept in sectors of full size.</summary>
    public byte[] ReadStart(string stream, int count) => Root.TryGetValue(stream, out var sector) ? _file.Read(Position(sector), count) : [];

    private static uint Number(byte[] entry, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(offset));

    private long Position(uint sector) => (sector + 1L) * _sector;

    private void ReadEntries(uint sector)
    {
        for (var i = 0; i < MostSectors && sector < Special; i++)
        {
            var bytes = _file.Read(Position(sector), _sector);
            for (var at = 0; at + EntryLength <= bytes.Length && _entries.Count < MostEntries; at += EntryLength)
            {
                _entries.Add(bytes[at..(at + EntryLength)]);
            }

            if (bytes.Length < _sector || Next(sector) is not { } next)
            {
                return;
            }

            sector = next;
        }
    }

    private uint? Next(uint sector)
    {
        var perSector = (uint)_sector / 4;
        var index = sector / perSector;
        if (!_tables.TryGetValue(index, out var table))
        {
            _tables[index] = table = TableAt(index) is { } at and < Special ? _file.Read(Position(at), _sector) : [];
        }

        var place = (int)(sector % perSector) * 4;
        return place + 4 <= table.Length ? BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(place)) : null;
    }

    // Where a sector of the allocation table lies: the header has the first 109, further lists the others, one sector each (MS-CFB 2.5).
    private uint? TableAt(uint index)
    {
        if (index < TablesInHeader)
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(_file.Head[(0x4C + ((int)index * 4))..]);
        }

        var perList = ((uint)_sector / 4) - 1;
        var list = BinaryPrimitives.ReadUInt32LittleEndian(_file.Head[0x44..]);
        for (var (skip, steps) = ((index - TablesInHeader) / perList, 0); list < Special && steps < MostSectors; skip--, steps++)
        {
            var at = Position(list) + (skip == 0 ? (index - TablesInHeader) % perList * 4 : _sector - 4);
            if (_file.Read(at, 4) is not { Length: 4 } entry)
            {
                return null;
            }

            list = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            if (skip == 0)
            {
                return list;
            }
        }

        return null;
    }

    // The root's children form a tree of siblings; each is visited once, whatever the links say.
    private void Walk(uint child)
    {
        var (open, seen) = (new Stack<uint>([child]), new HashSet<uint>());
        while (open.TryPop(out var id))
        {
            if (id == None || id >= _entries.Count || !seen.Add(id))
            {
                continue;
            }

            var entry = _entries[(int)id];
            var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(0x40)), (ushort)64);
            Root[Encoding.Unicode.GetString(entry, 0, Math.Max(0, length - 2) & ~1)] = Number(entry, 0x74);
            open.Push(Number(entry, 0x44));
            open.Push(Number(entry, 0x48));
        }
    }
}
