using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GenesysAttachments.Demo;

namespace GenesysAttachments.Shell.Tests;

/// <summary>
/// An interactive PowerShell at a pseudo-terminal, made by util-linux's <c>script</c>. Answers cursor queries as terminals do: without, the
/// progress pane blocks for seconds.
/// </summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const string CursorQuery = "\e[6n";

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly StringBuilder _screen = new();

    public PseudoTerminal(int columns = 120)
    {
        // Without the line editor, which draws each line anew for every key.
        var shell = PowerShellProcess.Prepare("-NoLogo", "-NoExit", "-Command", "Remove-Module PSReadLine");
        // Interactive: what Prepare says of questions is for shells that nobody sits at.
        var words = shell.ArgumentList.Where(word => word != "-NonInteractive").Prepend(shell.FileName).Select(word => $"'{word}'");
        var start = new ProcessStartInfo("script", ["-qefc", string.Create(CultureInfo.InvariantCulture, $"stty rows 40 cols {columns}; exec {string.Join(' ', words)}"), "/dev/null"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        foreach (var (name, value) in shell.Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _ = Task.Run(ReadAsync);
    }

    /// <summary>What the terminal has shown so far, without the codes that colour it and move the cursor.</summary>
    public string Screen
    {
        get
        {
            lock (_lock)
            {
                return ControlSequence().Replace(_screen.ToString(), "");
            }
        }
    }

    /// <summary>Types as a person would.</summary>
    public void Type(string keys)
    {
        _process.StandardInput.Write(keys);
        _process.StandardInput.Flush();
    }

    /// <summary>Types a line, and waits until it has said the word, which the line itself must not hold.</summary>
    public Task RunAsync(string line, string until, TimeSpan? limit = null)
    {
        Type(line + "\r");
        return WaitForAsync(until, limit);
    }

    /// <summary>Waits until the terminal shows a text.</summary>
    public async Task WaitForAsync(string text, TimeSpan? limit = null)
    {
        var clock = Stopwatch.StartNew();
        while (!Screen.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < (limit ?? TimeSpan.FromSeconds(60)), $"'{text}' did not come. The terminal shows at the end:\n{Screen[^Math.Min(Screen.Length, 3000)..]}");
            await Task.Delay(20);
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            var text = new string(buffer, 0, count);
            lock (_lock)
            {
                _screen.Append(text);
            }

            for (var at = text.IndexOf(CursorQuery, StringComparison.Ordinal); at >= 0; at = text.IndexOf(CursorQuery, at + 1, StringComparison.Ordinal))
            {
                Type("\e[1;1R");
            }
        }
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[ -/]*[@-~]|\e\][^\a]*\a|\e[=>]")]
    private static partial Regex ControlSequence();
}
