using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Page.Tests;

/// <summary>The browser's developer tools as a page: a browser that can be watched from afar brings them along.</summary>
internal sealed class DeveloperTools : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("gca-browser-");
    private readonly Process _process;

    private DeveloperTools() => _process = Process.Start(new ProcessStartInfo(
        Browsers.Program!, ["--headless=new", "--no-sandbox", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "about:blank"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;

    /// <summary>Their address.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Starts the browser.</summary>
    public static async Task<DeveloperTools> StartAsync()
    {
        var tools = new DeveloperTools();
        var place = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        tools._process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is null)
            {
                place.TrySetException(new InvalidOperationException("The browser ended, and did not say where it listens."));
            }
            else if (Regex.Match(said.Data, "ws://(127[^/]+)/") is { Success: true } found)
            {
                place.TrySetResult(found.Groups[1].Value);
            }
        };
        tools._process.BeginErrorReadLine();
        tools._process.BeginOutputReadLine();
        try
        {
            tools.Url = $"http://{await place.Task.WaitAsync(Patience)}/devtools/";
            return tools;
        }
        catch
        {
            await tools.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        for (var tries = 0; tries < 20 && _profile.Exists; tries++)
        {
            try
            {
                _profile.Delete(recursive: true);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(100); // A child of it may write its last.
            }
        }
    }
}
