using System.Buffers.Binary;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>
/// Tells a program of DOS or Windows as their loaders do: by its first two letters, and by the header that the field at 0x3C points to, wherever
/// in the file that is (Microsoft PE format, MS-DOS stub).
/// </summary>
internal static class ProgramHeader
{
    private const int PointerAt = 0x3C;
    private const int LargestCom = 0xFF00;

    /// <summary>Which of <c>PE NE LE LX DOS COM</c> the file is; empty when none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isText">Whether its head reads as text and the name promises no program: then two letters say nothing.</param>
    public static string Of(BoundedReader file, bool isText)
    {
        var head = file.Head;
        if (!head.StartsWith("MZ"u8) && !head.StartsWith("ZM"u8))
        {
            return !isText && IsCom(file) ? "COM" : "";
        }

        var header = head.Length >= PointerAt + 4 ? file.Read(BinaryPrimitives.ReadUInt32LittleEndian(head[PointerAt..]), 4) : [];
        return header switch
        {
            [(byte)'P', (byte)'E', 0, 0] => "PE",
            [(byte)'N', (byte)'E', ..] when !isText => "NE",
            [(byte)'L', (byte)'E', 0, 0] => "LE",
            [(byte)'L', (byte)'X', 0, 0] => "LX",
            _ => isText ? "" : "DOS",
        };
    }

    // No header at all: a jump over data, and a call of DOS (int 21h) somewhere near.
    private static bool IsCom(BoundedReader file)
    {
        var head = file.Head;
        var target = head switch
        {
            [0xE9, var low, var high, ..] => 3 + (short)(low | (high << 8)),
            [0xEB, var near, ..] => 2 + (sbyte)near,
            _ => -1,
        };
        return target > 2 && target < file.Length && file.Length <= LargestCom && head.IndexOf((ReadOnlySpan<byte>)[0xCD, 0x21]) > 0;
    }
}
