using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using GenesysAttachments.Demo;

namespace GenesysAttachments.Shell.Tests;

/// <summary>The staged module in a real PowerShell, a Pester file at a time.</summary>
public abstract class PesterRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>Runs a file with a version of Pester, and holds it to its result.</summary>
    protected static async Task RunAsync(string file, string pester)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Pester");
        var start = PowerShellProcess.Prepare(
            "-File", Path.Combine(folder, "Run.ps1"), Path.Combine(Repository.Root, file), Path.Combine(Fact("PesterPackages"), pester, "tools", "Pester.psd1"));
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (true, true, true, folder);

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        var (output, errors) = ("", "");
        try
        {
            var reading = process.StandardError.ReadToEndAsync(limit.Token);
            output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            errors = await reading;
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{file} did not end within {Limit}.");
        }

        var line = output.Split('\n').LastOrDefault(text => text.StartsWith('{'));
        Assert.True(line is not null, $"Pester gave no result.\n{output}\n{errors}");
        using var run = JsonDocument.Parse(line!);
        var failures = string.Join('\n', run.RootElement.GetProperty("Failures").EnumerateArray().Select(failure => failure.GetString()));
        Assert.True(run.RootElement.GetProperty("Result").GetString() == "Passed" && failures.Length == 0, failures);
        Assert.True(run.RootElement.GetProperty("Passed").GetInt32() > 0, "No test ran.");
    }

    private protected static IEnumerable<string> Scripts(string folder) => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.Tests.ps1")
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private protected static string Fact(string key) =>
        typeof(PesterTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
