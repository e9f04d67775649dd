using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace GenesysAttachments.Engine.Files;

/// <summary>
/// Tells pipes, devices and sockets from plain files without opening them, which may block for ever. The framework does not say; the
/// system does.
/// </summary>
internal static class SpecialFiles
{
    private const int CurrentFolder = -100;
    private const uint TypeOnly = 0x1;
    private const int TypeMask = 0xF000;

    // statx(2): the same layout on every architecture, the mode at byte 28. stat(2) on macOS: the mode at byte 4.
    private const int StatxLength = 256;
    private const int StatxMode = 28;
    private const int MacLength = 256;
    private const int MacMode = 4;

    /// <summary>What the file is, in words; null for a plain one, and where the system cannot be asked.</summary>
    public static string? Describe(string path)
    {
        try
        {
            return (ReadMode(path) & TypeMask) switch
            {
                0x1000 => "a pipe",
                0x2000 or 0x6000 => "a device",
                0xC000 => "a socket",
                _ => null,
            };
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    private static int ReadMode(string name)
    {
        var path = System.Text.Encoding.UTF8.GetBytes(name + '\0');
        if (OperatingSystem.IsLinux())
        {
            var facts = new byte[StatxLength];
            return Statx(CurrentFolder, path, 0, TypeOnly, facts) == 0 ? BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(StatxMode)) : 0;
        }

        if (OperatingSystem.IsMacOS())
        {
            var facts = new byte[MacLength];
            var failed = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatMacX64(path, facts) : StatMac(path, facts);
            return failed == 0 ? BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(MacMode)) : 0;
        }

        return 0;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] facts);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMacX64(byte[] path, [Out] byte[] facts);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMac(byte[] path, [Out] byte[] facts);
}
