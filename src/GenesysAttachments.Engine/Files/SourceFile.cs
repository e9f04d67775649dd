using System.Globalization;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Files;

/// <summary>Opens a checked file for its upload, and makes sure that it is still what was checked.</summary>
internal static class SourceFile
{
    /// <summary>Opens the file at its start.</summary>
    /// <exception cref="GCException">It is gone, cannot be read, or has changed.</exception>
    public static FileStream Open(Attachment file)
    {
        FileStream stream;
        try
        {
            // The copy loop brings its own buffer.
            stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GCException(ErrorIds.FileNotFound, $"'{file.Path}' was there when it was checked and is gone now.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GCException(ErrorIds.FileUnreadable, $"'{file.Path}' could be read when it was checked and cannot now: {e.Message}", e);
        }

        var found = FileFacts.Of(stream.SafeFileHandle);
        if (found == FileFacts.Of(file))
        {
            return stream;
        }

        stream.Dispose();
        throw Changed(file, string.Create(CultureInfo.InvariantCulture, $"changed after it was checked: {file.Length:N0} bytes then, {found.Length:N0} now"));
    }

    /// <summary>Makes sure, after an upload, that the file did not change meanwhile.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileChanged"/>.</exception>
    public static void CheckUnchanged(Attachment file, FileStream stream)
    {
        if (FileFacts.Of(stream.SafeFileHandle) != FileFacts.Of(file))
        {
            throw Changed(file, "changed while it was uploaded");
        }
    }

    /// <summary>The error for a file that is no longer what was checked.</summary>
    public static GCException Changed(Attachment file, string how) => new(ErrorIds.FileChanged, $"'{file.Path}' {how}.");
}
