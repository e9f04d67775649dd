using System.ComponentModel;
using System.Diagnostics;

namespace GenesysAttachments.Shell;

/// <summary>Opens a page in the user's browser.</summary>
internal static class Browser
{
    /// <summary>Asks the system to open the page; false where it has no browser to open it with.</summary>
    public static bool TryOpen(Uri address)
    {
        // Without a display there is nobody to see it, and some systems would start a browser for the terminal instead.
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null)
        {
            return false;
        }

        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
            return browser is not null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException or FileNotFoundException)
        {
            return false;
        }
    }
}
