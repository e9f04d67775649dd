using System.Diagnostics;

namespace GenesysAttachments.Queue.Tests.Postgres;

/// <summary>Where PostgreSQL's programs are on this machine, and how they are run.</summary>
internal static class PostgresPrograms
{
    /// <summary>Set where a missing server is a failure and not a reason to skip.</summary>
    private const string Wanted = "GENESYS_ATTACHMENTS_WANT_POSTGRES";

    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>Their folder; null where there is none.</summary>
    public static string? Folder { get; } = Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb" + Suffix)) && File.Exists(Path.Combine(folder, "pg_ctl" + Suffix)));

    /// <summary>Path of pgbouncer; null where there is none.</summary>
    public static string? Pooler { get; } = Candidates().Append("/usr/sbin").Select(folder => Path.Combine(folder, "pgbouncer" + Suffix)).FirstOrDefault(File.Exists);

    /// <summary>Why tests are skipped; null: they are not.</summary>
    public static string? WhyNot(string? program, string name) =>
        program is not null || Environment.GetEnvironmentVariable(Wanted) == "1" ? null : $"This machine has no {name}. On Debian: apt-get install {name}.";

    /// <summary>Runs one to its end, as somebody else where this is root, whom PostgreSQL refuses.</summary>
    public static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Start(folder, program, arguments);

        // Nothing is read: a server begun by pg_ctl keeps the pipes open.
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    /// <summary>Starts one.</summary>
    public static Process Start(string folder, string program, params string[] arguments)
    {
        var path = Path.IsPathRooted(program) ? program : Path.Combine(Folder ?? throw new InvalidOperationException("PostgreSQL is wanted, and not installed."), program + Suffix);
        string[] line = IsRoot ? ["runuser", "-u", "nobody", "--", path, .. arguments] : [path, .. arguments];
        return Process.Start(new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
    }

    /// <summary>Makes a folder that belongs to whom the programs run as.</summary>
    public static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("gcqueue-").FullName;
        if (IsRoot)
        {
            using var chown = Process.Start("chown", ["nobody", folder]);
            chown.WaitForExit();
        }

        return folder;
    }

    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.UserName == "root";

    private static IEnumerable<string> Candidates() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin")) : [])
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)).Where(folder => folder.Length > 0);
}
