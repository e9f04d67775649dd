using System.Security.Cryptography;
using GenesysAttachments.Engine.Errors;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// A file that is being fetched: beside its final place, under a name that no attachment gets, held open so that others can tell it from what
/// a killed run left behind. Dispose it, and what has no final name is gone.
/// </summary>
internal sealed class PartFile : IByteSink, IDisposable
{
    private const string Prefix = ".gca-";
    private const string Suffix = ".part";

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private long _at;
    private bool _isMoved;

    private PartFile(string path, SafeFileHandle handle) => (_path, _handle) = (path, handle);

    /// <summary>Begins a file in a folder.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileUnwritable"/>.</exception>
    public static PartFile In(string folder)
    {
        var path = Path.Combine(folder, Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) + Suffix);
        return Guard(path, () => new PartFile(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None)));
    }

    /// <summary>Takes away what killed runs left in a folder. What another process writes just now it holds open, and stays.</summary>
    public static void Sweep(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
        {
            try
            {
                using (File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete))
                {
                    File.Delete(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is another's.
            }
        }
    }

    /// <inheritdoc/>
    public void Begin() => Guard(_path, () =>
    {
        if (_at > 0)
        {
            RandomAccess.SetLength(_handle, 0);
            _at = 0;
        }

        return 0;
    });

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, _at);
            _at += bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_path, e);
        }
    }

    /// <summary>Makes sure that it is on the disk, whatever happens to this machine next.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileUnwritable"/>.</exception>
    public void Flush() => Guard(_path, () =>
    {
        RandomAccess.FlushToDisk(_handle);
        return 0;
    });

    /// <summary>Gives it its final name; false where that is taken.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileUnwritable"/>.</exception>
    public bool TryMoveTo(string target) => Guard(target, () =>
    {
        if (OperatingSystem.IsWindows())
        {
            _handle.Dispose(); // There what is open cannot get another name.
        }

        return _isMoved = FileLink.Move(_path, target);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            Delete(); // While it is held, so that nobody else takes it for left behind.
        }

        _handle.Dispose();
        if (OperatingSystem.IsWindows())
        {
            Delete();
        }
    }

    /// <summary>The error of what cannot be written.</summary>
    public static GCException Unwritable(string path, Exception cause) =>
        new(ErrorIds.FileUnwritable, $"A file cannot be written in '{Path.GetDirectoryName(path)}': {cause.Message}", cause);

    private void Delete()
    {
        if (_isMoved)
        {
            return;
        }

        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run takes it away.
        }
    }

    private static T Guard<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
    }
}
