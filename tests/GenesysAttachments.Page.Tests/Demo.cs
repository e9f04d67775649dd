using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Page.Tests;

/// <summary>The demo as a newcomer starts it, kept at its end.</summary>
internal sealed class Demo : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly Process _process;

    private Demo(Process process, string url) => (_process, Url) = (process, url);

    /// <summary>Its sandbox, to which everything has been sent.</summary>
    public string Url { get; }

    /// <summary>Runs it to where it waits.</summary>
    public static async Task<Demo> RunAsync(string assembly)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, "--wait"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Limit);
        var said = "";
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                said += line + "\n";
                if (Regex.Match(line, "^(http://[^ ]+)/ shows what arrived") is { Success: true } found)
                {
                    return new Demo(process, found.Groups[1].Value);
                }
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        throw new InvalidOperationException($"The demo did not come to its end:\n{said}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.WaitForExitAsync();
        Assert.Equal(0, _process.ExitCode);
        _process.Dispose();
    }
}
