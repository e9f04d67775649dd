using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Files;

/// <summary>What tells whether a file is still the same. A link gives the facts of what it leads to.</summary>
/// <param name="Length">Length in bytes.</param>
/// <param name="LastWriteUtc">Last write in UTC.</param>
/// <param name="Identity">Which file it is; null where the system does not say.</param>
/// <param name="Special">What it is in words, where it is no plain file.</param>
internal readonly record struct FileFacts(long Length, DateTime LastWriteUtc, FileIdentity? Identity, string? Special = null)
{
    /// <summary>The facts of an open file.</summary>
    public static FileFacts Of(SafeFileHandle file) =>
        OperatingSystem.IsWindows() ? WindowsFiles.FactsOf(file) : FileStatus.Of(file) ?? new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), null);

    /// <summary>Whether it is the file that was checked. An identity that one of them lacks says nothing.</summary>
    public bool AreOf(Attachment file) =>
        Special is null && Length == file.Length && LastWriteUtc == file.LastWriteUtc && (Identity is null || file.Identity is null || Identity == file.Identity);
}
