using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Files;

/// <summary>What Windows says of an open file and the framework does not.</summary>
internal static class WindowsFiles
{
    // BY_HANDLE_FILE_INFORMATION: 13 numbers of four bytes; the volume's serial at byte 28, the index at 44.
    private const int FactsLength = 52;
    private const int VolumeSerial = 28;
    private const int IndexHigh = 44;
    private const int IndexLow = 48;

    private const uint CharacterDevice = 2;
    private const uint Pipe = 3;

    /// <summary>The facts of an open file. What is no file on a disk has no length to ask for.</summary>
    public static FileFacts FactsOf(SafeFileHandle file) => GetFileType(file) switch
    {
        CharacterDevice => new(0, default, null, "a device"),
        Pipe => new(0, default, null, "a pipe"),
        _ => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), Identify(file)),
    };

    // Null where the file system does not say.
    private static FileIdentity? Identify(SafeFileHandle file)
    {
        Span<byte> facts = stackalloc byte[FactsLength];
        return GetFileInformationByHandle(file, ref facts[0]) == 0 ? null
            : new FileIdentity(Number(facts[VolumeSerial..]), (ulong)Number(facts[IndexHigh..]) << 32 | Number(facts[IndexLow..]));
    }

    private static uint Number(ReadOnlySpan<byte> facts) => BinaryPrimitives.ReadUInt32LittleEndian(facts);

    [DllImport("kernel32", EntryPoint = "GetFileType")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint GetFileType(SafeFileHandle file);

    [DllImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GetFileInformationByHandle(SafeFileHandle file, ref byte facts);
}
