using System.Diagnostics;
using System.Text.Json;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The staged module in a real PowerShell, where there is one.</summary>
public sealed class PesterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Theory]
    [PesterFiles]
    public async Task Passes_in_a_real_PowerShell(string file)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Pester");
        var start = new ProcessStartInfo("pwsh") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive", "-File", Path.Combine(folder, "Run.ps1"), Path.Combine(Repository.Root, file) })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        var line = output.Split('\n').LastOrDefault(text => text.StartsWith('{'));
        Assert.True(line is not null, $"Pester gave no result.\n{output}\n{await errors}");
        using var run = JsonDocument.Parse(line!);
        var failures = string.Join('\n', run.RootElement.GetProperty("Failures").EnumerateArray().Select(failure => failure.GetString()));
        Assert.True(run.RootElement.GetProperty("Result").GetString() == "Passed", failures);
        Assert.True(run.RootElement.GetProperty("Passed").GetInt32() > 0, "No test ran.");
    }
}
