using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GenesysAttachments.Queue.Tests.Working;

/// <summary>A worker's process.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet" + (OperatingSystem.IsWindows() ? ".exe" : "")));

    private readonly Process _process;
    private readonly Task<string> _said;

    private WorkerProcess(Process process) => (_process, _said) = (process, Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).ContinueWith(said => string.Concat(said.Result), TaskScheduler.Default));

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts one.</summary>
    public static WorkerProcess Start(Workshop shop, string connectionString, int requestsPerMinute, double hoursOff = 0, double? seconds = null)
    {
        var (times, identity) = (shop.Rig.Database.Times, shop.Sandbox.Identity);
        static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Dotnet, [
            "exec", typeof(WorkerProcess).Assembly.Location, connectionString, shop.Rig.Database.Schema.Name, Text(times.Lease.TotalMilliseconds), Text(times.SendWithin.TotalMilliseconds), Text(times.SettleAfter.TotalMilliseconds),
            identity.Url, identity.ClientId, identity.ClientSecret, Text(requestsPerMinute), Text(hoursOff), .. seconds is { } limit ? [Text(limit)] : Array.Empty<string>(),
        ]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Starts in half the time.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    /// <summary>Freezes it for a while.</summary>
    public async Task FreezeAsync(TimeSpan duration)
    {
        Signal("-STOP");
        await Task.Delay(duration);
        Signal("-CONT");
    }

    /// <summary>Waits for its end, and gives its exit code and what it said.</summary>
    public async Task<(int ExitCode, string Said)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _said);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Signal(string name)
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", [name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }
}
