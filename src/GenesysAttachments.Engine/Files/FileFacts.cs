using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Files;

/// <summary>What tells whether a file is still the same. Read from an open file, so that a link gives the facts of what it leads to.</summary>
/// <param name="Length">Length in bytes.</param>
/// <param name="LastWriteUtc">Last write in UTC.</param>
internal readonly record struct FileFacts(long Length, DateTime LastWriteUtc)
{
    /// <summary>The facts of an open file.</summary>
    public static FileFacts Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    /// <summary>The facts as they were when the file was checked.</summary>
    public static FileFacts Of(Attachment file) => new(file.Length, file.LastWriteUtc);
}
