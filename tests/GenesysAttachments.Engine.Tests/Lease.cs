using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Tests;

/// <summary>
/// A lease on a file (fcntl(2), Linux only): whoever opens the file is kept waiting by the system until it is given back, up to 45 s.
/// </summary>
internal sealed class Lease : IDisposable
{
    private const int SetLease = 1024;
    private const int Write = 1;
    private const int None = 2;
    private const int AskedToGiveBack = 29;

    private readonly PosixSignalRegistration _signal = PosixSignalRegistration.Create((PosixSignal)AskedToGiveBack, static asked => asked.Cancel = true);
    private readonly SafeFileHandle _file;

    public Lease(string path)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Equal(0, Control(_file, SetLease, Write));
    }

    public void Dispose()
    {
        Assert.Equal(0, Control(_file, SetLease, None));
        _file.Dispose();
        _signal.Dispose();
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, int argument);
}
