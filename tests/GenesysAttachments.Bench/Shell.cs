using System.Diagnostics;
using System.Reflection;
using GenesysAttachments.Demo;

namespace GenesysAttachments.Bench;

/// <summary>Starts the scripts beside this program in a real PowerShell, without profile and without questions.</summary>
internal static class Shell
{
    /// <summary>Manifest of the staged module.</summary>
    public static string Module { get; } = typeof(Shell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Module").Value!;

    /// <summary>Starts a script; its input and output are the caller's, its errors go where ours go.</summary>
    public static Process Start(string script, params IEnumerable<string> arguments)
    {
        var start = PowerShellProcess.Prepare(["-File", Path.Combine(AppContext.BaseDirectory, "Scripts", script), .. arguments]);
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1"; // Else each start and import reports to Microsoft meanwhile.
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        return Process.Start(start)!;
    }

    /// <summary>Runs a script to its end, and gives what it said and the milliseconds that the process took.</summary>
    public static async Task<(string Output, double Milliseconds)> RunAsync(string script, params IEnumerable<string> arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(script, arguments);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        clock.Stop();
        return process.ExitCode == 0 ? (output.Trim(), clock.Elapsed.TotalMilliseconds) : throw new InvalidOperationException($"{script} ended with {process.ExitCode}: {output}");
    }
}
