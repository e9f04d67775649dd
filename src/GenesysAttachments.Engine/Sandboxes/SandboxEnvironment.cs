namespace GenesysAttachments.Engine.Sandboxes;

/// <summary>
/// What a sandbox gets of the shell's environment: where programs, temporary files and .NET are, language and time zone. A list of what may
/// pass: a shell holds credentials under names that nobody can list, and its agents and proxies are not meant for a test org.
/// </summary>
internal static class SandboxEnvironment
{
    private static readonly HashSet<string> Passed = new(
        [
            "PATH", "HOME", "TMPDIR", "TMP", "TEMP",
            "USERPROFILE", "SystemRoot", "windir", "SystemDrive",
            "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_X86", "DOTNET_ROOT_ARM64", "DOTNET_ROOT(x86)",
            "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
            "LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "TZ", "TZDIR",
            "LD_LIBRARY_PATH", // Where a system keeps ICU apart, .NET does not start without it.
        ],
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Takes everything else out.</summary>
    public static void Reduce(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => !Passed.Contains(name)).ToList())
        {
            environment.Remove(name);
        }
    }
}
