using System.Globalization;
using GenesysAttachments.Engine.Errors;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Files;

/// <summary>Opens a checked file for its upload, and makes sure that it is still what was checked.</summary>
internal static class SourceFile
{
    /// <summary>After this long the system is not expected to open or read a file any more: a share hangs, or another program holds a lease.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Opens the file. May take as long as the system likes.</summary>
    /// <exception cref="GCException">It is gone, cannot be read, or has changed; with <see cref="GCException.CanRetry"/> where another program holds it.</exception>
    public static SafeFileHandle Open(Attachment file)
    {
        // Before it is opened: a pipe would wait for someone to write into it.
        if (FileStatus.Of(file.Path)?.Special is { } special)
        {
            throw Changed(file, $"was a file when it was checked and is {special} now");
        }

        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GCException(ErrorIds.FileNotFound, $"'{file.Path}' was there when it was checked and is gone now.", e);
        }
        catch (IOException e) when (HeldFile.IsCause(e))
        {
            throw HeldFile.Error(file.Path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GCException(ErrorIds.FileUnreadable, $"'{file.Path}' could be read when it was checked and cannot now: {e.Message}", e);
        }

        var found = FileFacts.Of(handle);
        if (found.AreOf(file))
        {
            return handle;
        }

        handle.Dispose();
        throw Changed(file, found switch
        {
            { Special: { } now } => $"was a file when it was checked and is {now} now",
            _ when found.Length != file.Length => string.Create(CultureInfo.InvariantCulture, $"changed after it was checked: {file.Length:N0} bytes then, {found.Length:N0} now"),
            _ when found.LastWriteUtc != file.LastWriteUtc => "was written to after it was checked",
            _ => "was replaced by another file after it was checked",
        });
    }

    /// <summary>Makes sure, after an upload, that the file did not change meanwhile.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileChanged"/>.</exception>
    public static void CheckUnchanged(Attachment file, SafeFileHandle handle)
    {
        if (!FileFacts.Of(handle).AreOf(file))
        {
            throw Changed(file, "changed while it was uploaded");
        }
    }

    /// <summary>The error for a file that is no longer what was checked.</summary>
    public static GCException Changed(Attachment file, string how) => new(ErrorIds.FileChanged, $"'{file.Path}' {how}.");
}
