using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Files;

/// <summary>
/// What a Unix says of a file in one call: what it is, how long, when it was written, and which file it is. Asked by path it opens
/// nothing, since opening a pipe may block for ever. The framework tells neither what a file is nor which.
/// </summary>
internal static class FileStatus
{
    private const int CurrentFolder = -100;
    private const int OfDescriptor = 0x1000;
    // Type, last write, inode and size.
    private const uint Wanted = 0x1 | 0x40 | 0x100 | 0x200;
    private const int FactsLength = 256;
    private const int LongestPath = 4096;
    private const int TypeMask = 0xF000;

    /// <summary>The facts of what a path leads to; null where nothing is there, and where the system cannot be asked.</summary>
    public static FileFacts? Of(string path)
    {
        var length = Encoding.UTF8.GetByteCount(path);
        if (OperatingSystem.IsWindows() || length >= LongestPath)
        {
            return null;
        }

        Span<byte> name = stackalloc byte[length + 1];
        Encoding.UTF8.GetBytes(path, name);
        name[length] = 0;
        Span<byte> facts = stackalloc byte[FactsLength];
        try
        {
            return OperatingSystem.IsLinux() ? (Statx(CurrentFolder, ref name[0], 0, Wanted, ref facts[0]) == 0 ? OfLinux(facts) : null)
                : OperatingSystem.IsMacOS() && (IsMacX64 ? StatMacX64(ref name[0], ref facts[0]) : StatMac(ref name[0], ref facts[0])) == 0 ? OfMac(facts) : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The facts of an open file; null where the system cannot be asked.</summary>
    public static FileFacts? Of(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        Span<byte> facts = stackalloc byte[FactsLength];
        byte noName = 0;
        try
        {
            return OperatingSystem.IsLinux() ? (Statx(file, ref noName, OfDescriptor, Wanted, ref facts[0]) == 0 ? OfLinux(facts) : null)
                : OperatingSystem.IsMacOS() && (IsMacX64 ? StatMacX64(file, ref facts[0]) : StatMac(file, ref facts[0])) == 0 ? OfMac(facts) : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    private static bool IsMacX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    // struct statx of linux/stat.h: the same layout on every architecture.
    private static FileFacts OfLinux(ReadOnlySpan<byte> facts) => new(
        Number(facts[0x28..]),
        Time(Number(facts[0x70..]), BinaryPrimitives.ReadUInt32LittleEndian(facts[0x78..])),
        new FileIdentity((ulong)BinaryPrimitives.ReadUInt32LittleEndian(facts[0x88..]) << 32 | BinaryPrimitives.ReadUInt32LittleEndian(facts[0x8C..]), (ulong)Number(facts[0x20..])),
        Special(BinaryPrimitives.ReadUInt16LittleEndian(facts[0x1C..])));

    // struct stat of sys/stat.h with 64-bit inodes.
    private static FileFacts OfMac(ReadOnlySpan<byte> facts) => new(
        Number(facts[96..]),
        Time(Number(facts[48..]), (uint)Number(facts[56..])),
        new FileIdentity(BinaryPrimitives.ReadUInt32LittleEndian(facts), (ulong)Number(facts[8..])),
        Special(BinaryPrimitives.ReadUInt16LittleEndian(facts[4..])));

    private static long Number(ReadOnlySpan<byte> facts) => BinaryPrimitives.ReadInt64LittleEndian(facts);

    private static string? Special(int mode) => (mode & TypeMask) switch
    {
        0x1000 => "a pipe",
        0x2000 or 0x6000 => "a device",
        0x4000 => "a folder",
        0xC000 => "a socket",
        _ => null,
    };

    // As the framework gives it. A file system may hold years that the framework cannot.
    private static DateTime Time(long seconds, uint nanoseconds) =>
        DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, -62_135_596_800, 253_402_300_799)).AddTicks(nanoseconds / 100);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, ref byte path, int flags, uint mask, ref byte facts);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(SafeFileHandle file, ref byte path, int flags, uint mask, ref byte facts);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMacX64(ref byte path, ref byte facts);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMac(ref byte path, ref byte facts);

    [DllImport("libc", EntryPoint = "fstat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMacX64(SafeFileHandle file, ref byte facts);

    [DllImport("libc", EntryPoint = "fstat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMac(SafeFileHandle file, ref byte facts);
}
