using System.Diagnostics;
using System.Globalization;
using GenesysAttachments.Engine.Sandboxes;

namespace GenesysAttachments.Bench;

/// <summary>A real PowerShell that is signed in and sends all files of a folder whenever it is asked to.</summary>
internal sealed class SendingShell(SandboxReady sandbox, string folder, int workers) : IDisposable
{
    private readonly Process _process = Shell.Start(
        "Send.ps1", Shell.Module, sandbox.Url, sandbox.ClientId, sandbox.ClientSecret, sandbox.ConversationId, folder, workers.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sends so many files, and gives the seconds that the pipeline took and those of CPU, as measured in the shell.</summary>
    /// <exception cref="InvalidOperationException">Not all of them were sent.</exception>
    public async Task<(double Seconds, double Cpu)> SendAsync(int files)
    {
        await _process.StandardInput.WriteLineAsync("send");
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync();
        return line?.Split(' ') is [var sent, var seconds, var cpu] && int.Parse(sent, CultureInfo.InvariantCulture) == files
            ? (double.Parse(seconds, CultureInfo.InvariantCulture), double.Parse(cpu, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The shell did not send {files} files. It said: {line}");
    }

    /// <summary>Lets the shell come to its end.</summary>
    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
