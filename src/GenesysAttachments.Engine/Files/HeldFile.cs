using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Files;

/// <summary>A file that another program holds open, for writing or for itself alone: it can be read once that program lets go of it.</summary>
internal static class HeldFile
{
    /// <summary>What is said of it before its turn to be sent comes.</summary>
    public const string Warning = "Another program holds it open; it is tried again when its turn comes.";

    private const string Advice = "Let the other program close the file, then send it again.";

    // ERROR_SHARING_VIOLATION, and ERROR_LOCK_VIOLATION for a range of bytes.
    private const int WindowsSharing = unchecked((int)0x80070020);
    private const int WindowsLock = unchecked((int)0x80070021);

    // EWOULDBLOCK: the framework's lock on a file is flock(2), which other programs see only where they use it too.
    private const int LinuxBusy = 11;
    private const int MacBusy = 35;

    /// <summary>Whether a file could not be opened or read for this reason, and for no other.</summary>
    public static bool IsCause(Exception e) =>
        e is IOException && (OperatingSystem.IsWindows() ? e.HResult is WindowsSharing or WindowsLock : e.HResult == (OperatingSystem.IsMacOS() ? MacBusy : LinuxBusy));

    /// <summary>What is wrong with it at its check.</summary>
    public static Problem Problem(string path) => new(null, ErrorIds.FileUnreadable, Sentence(path)) { PassesByItself = true };

    /// <summary>Why it is not sent.</summary>
    public static GCException Error(string path, Exception? cause = null) => new(ErrorIds.FileUnreadable, Sentence(path), cause) { CanRetry = true, Advice = Advice };

    private static string Sentence(string path) => $"'{path}' cannot be read now: another program holds it open for writing, or for itself alone.";
}
