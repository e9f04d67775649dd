using System.Diagnostics;
using System.Security.Cryptography;

namespace GenesysAttachments.Engine.Tests.Node;

/// <summary>Runs the programs of tests/Node, with the packages of its lock file and no others, which are installed before the first.</summary>
public sealed class NodeTools : IAsyncLifetime
{
    /// <summary>Set where a missing Node.js is a failure and not a reason to skip.</summary>
    private const string Wanted = "GENESYS_ATTACHMENTS_WANT_NODE";

    private static readonly string Source = Path.Combine(Repository.Root, "tests", "Node");
    private string _packages = "";

    /// <summary>Why tests are skipped; null: they are not.</summary>
    public static string? WhyNot => (Find("node") is not null && Find("npm") is not null) || Environment.GetEnvironmentVariable(Wanted) == "1" ? null : "This machine has no Node.js with npm. On Debian: apt-get install nodejs npm.";

    public async Task InitializeAsync()
    {
        if (WhyNot is not null)
        {
            return;
        }

        // What is there whole stays there; another lock file gets another folder.
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"))))[..16];
        var folder = Path.Combine(Repository.Root, "out", "node", hash);
        _packages = Path.Combine(folder, "node_modules");
        if (File.Exists(Path.Combine(folder, "whole")))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "package.json", "package-lock.json" })
        {
            File.Copy(Path.Combine(Source, name), Path.Combine(folder, name), overwrite: true);
        }

        await RunAsync("npm", folder, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], _packages);
        await File.WriteAllTextAsync(Path.Combine(folder, "whole"), "");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Runs a program, and gives what it printed.</summary>
    public Task<string> RunAsync(string program, params string[] arguments) => RunAsync("node", Source, [program, .. arguments], _packages);

    private static async Task<string> RunAsync(string program, string folder, IEnumerable<string> arguments, string packages)
    {
        var start = new ProcessStartInfo(Find(program) ?? program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = packages;
        start.Environment["NO_PROXY"] = "127.0.0.1";
        using var process = Process.Start(start)!;
        var (said, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments.Take(1))}: {await complaint}");
        return (await said).Trim();
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => (OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd" } : [""]).Select(end => Path.Combine(folder, program + end))).FirstOrDefault(File.Exists);
}
