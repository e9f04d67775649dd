namespace GenesysAttachments.Engine.Journals;

/// <summary>
/// The start of the machine that this process runs in. What was written and not made durable survives the end of a process, but not that of
/// the machine.
/// </summary>
internal static class BootName
{
    private const string Linux = "/proc/sys/kernel/random/boot_id";

    /// <summary>Its name; null where the system has none, so that no two runs are taken for those of one start.</summary>
    public static string? Current { get; } = Read();

    private static string? Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(Linux).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
