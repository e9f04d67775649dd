using System.Buffers.Binary;
using System.Text;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Writes an OLE file (MS-CFB) with streams of one sector each in its root.</summary>
internal static class OleWriter
{
    private const int Sector = 512;
    private const uint End = 0xFFFFFFFE;
    private const uint Free = 0xFFFFFFFF;
    private const int EntriesPerSector = 4;

    public static byte[] Write(params string[] streams) => Write(streams.Select(name => (name, Array.Empty<byte>())).ToArray());

    /// <summary>With the first bytes of each stream.</summary>
    /// <param name="streams">Names and first bytes.</param>
    /// <param name="nested">Streams of a storage below the root.</param>
    public static byte[] Write((string Name, byte[] Content)[] streams, params string[] nested)
    {
        var names = new List<(string Name, byte Type)> { ("Root Entry", 5) };
        names.AddRange(streams.Select(stream => (stream.Name, (byte)2)));
        if (nested.Length > 0)
        {
            names.Add(("ObjectPool", 1));
            names.AddRange(nested.Select(name => (name, (byte)2)));
        }

        var directorySectors = (names.Count + EntriesPerSector - 1) / EntriesPerSector;
        var file = new byte[Sector * (2 + directorySectors + streams.Length)];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        Put16(file, 0x18, 0x3E);
        Put16(file, 0x1A, 3);
        Put16(file, 0x1C, 0xFFFE);
        Put16(file, 0x1E, 9);
        Put16(file, 0x20, 6);
        Put32(file, 0x2C, 1);
        Put32(file, 0x30, 1);
        for (var i = 0; i < 109; i++)
        {
            Put32(file, 0x4C + (i * 4), i == 0 ? 0 : Free);
        }

        // Sector 0 is the allocation table, then the directory, then the streams.
        for (var i = 0; i < Sector / 4; i++)
        {
            Put32(file, Sector + (i * 4), i == 0 ? 0xFFFFFFFD : i < directorySectors ? (uint)i + 1 : i <= directorySectors + streams.Length ? End : Free);
        }

        var pool = nested.Length > 0 ? streams.Length + 1 : -1;
        for (var i = 0; i < names.Count; i++)
        {
            var at = (2 * Sector) + (i * 128);
            Encoding.Unicode.GetBytes(names[i].Name).CopyTo(file, at);
            Put16(file, at + 0x40, (ushort)((names[i].Name.Length + 1) * 2));
            file[at + 0x42] = names[i].Type;
            var last = pool < 0 ? streams.Length : i > pool ? names.Count - 1 : pool;
            Put32(file, at + 0x44, Free);
            Put32(file, at + 0x48, i > 0 && i < last ? (uint)i + 1 : Free);
            Put32(file, at + 0x4C, i == 0 ? 1 : i == pool ? (uint)pool + 1 : Free);
            Put32(file, at + 0x74, i > 0 && i <= streams.Length ? (uint)(directorySectors + i) : 0);
        }

        for (var i = 0; i < streams.Length; i++)
        {
            streams[i].Content.CopyTo(file, Sector * (2 + directorySectors + i));
        }

        return file;
    }

    private static void Put16(byte[] file, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

    private static void Put32(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
}
