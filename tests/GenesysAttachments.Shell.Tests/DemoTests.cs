using System.Diagnostics;
using System.Reflection;

namespace GenesysAttachments.Shell.Tests;

/// <summary>The demo with files of a user's own; the samples are what CI runs it with.</summary>
public sealed class DemoTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("demo-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Sends_what_can_go_and_shows_commands_and_receipts()
    {
        var (code, output) = await RunAsync(Save("it's a [1].txt", "Dear reader"), Save("tool.exe", "MZ"));

        Assert.True(code == 0, output);
        Assert.Contains("PS> $sent = $files | Send-GCAttachment -ConversationId $conversation -Text 'Your documents'", output, StringComparison.Ordinal);
        Assert.Contains("PS> Import-Csv queue.csv | Send-GCAttachment", output, StringComparison.Ordinal);
        foreach (var route in new[] { "Agent", "Messaging", "Media", "Multipart", "Guest" })
        {
            Assert.Matches($@"it's a \[1\]\.txt +11 B {route} +Sent", output);
        }

        Assert.Matches(@"tool\.exe +2 B Agent +Rejected .* TypeNotAllowed", output);
        Assert.Contains("All as it should be: on five routes, from a queue and in steps, each of 7 files arrived once", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_where_no_file_can_go()
    {
        var (code, output) = await RunAsync(Save("tool.exe", "MZ"));

        Assert.True(code == 1, output);
        Assert.Contains("No file could be sent.", output, StringComparison.Ordinal);
    }

    private string Save(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] files)
    {
        var demo = typeof(DemoTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Demo").Value!;
        var start = new ProcessStartInfo("dotnet", [demo, .. files]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            output += await errors;
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
