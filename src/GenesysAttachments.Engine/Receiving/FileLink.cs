using System.Runtime.InteropServices;
using System.Text;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// Gives a file its final name, and never takes that of another away: in one step, whoever else writes there. The framework looks first and
/// renames then, on a Unix.
/// </summary>
internal static class FileLink
{
    private const int Exists = 17;

    /// <summary>Gives it the name; false where something has that name, be it a link that leads nowhere.</summary>
    /// <param name="part">The file.</param>
    /// <param name="target">Its final path, on the same file system.</param>
    /// <exception cref="IOException">The system refuses.</exception>
    public static bool Move(string part, string target)
    {
        if (!OperatingSystem.IsWindows())
        {
            if (Link(ref Name(part)[0], ref Name(target)[0]) == 0)
            {
                File.Delete(part);
                return true;
            }

            if (Marshal.GetLastPInvokeError() == Exists)
            {
                return false;
            }
        }

        // A Unix file system without links, such as FAT: the framework's way.
        try
        {
            File.Move(part, target, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(part) && IsTaken(target))
        {
            return false;
        }
    }

    /// <summary>Whether anything has that name.</summary>
    public static bool IsTaken(string path)
    {
        try
        {
            _ = File.GetAttributes(path); // Of a link itself, also of one that leads nowhere.
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(ref byte from, ref byte to);
}
