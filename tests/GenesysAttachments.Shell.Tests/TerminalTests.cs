using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Shell.Tests;

/// <summary>What a person sees at a terminal, and what becomes of the sandbox. On Linux, which has <c>script</c> everywhere.</summary>
public sealed class TerminalTests
{
    private const int Files = 200;
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task Ctrl_C_in_a_batch_gives_the_prompt_back_and_leaves_the_sandbox_alive()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("gca-terminal-");
        for (var i = 0; i < Files; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, i == 20 ? "f020-slow.txt" : $"f{i:000}.txt"), $"text {i}");
        }

        using var terminal = new PseudoTerminal();
        await terminal.RunAsync($"Import-Module '{Repository.Module}'; 'LOA' + 'DED'", "LOADED");
        await terminal.RunAsync("$s = Start-GCSandbox -NoQuota; $s | Connect-GCOrg -RequestsPerMinute 0; 'UR' + \"L <$($s.Url)>\"", "URL <http");
        var url = Regex.Match(terminal.Screen, "URL <(http://127.0.0.1:[0-9]+)>").Groups[1].Value;
        using var _ = await Http.PostAsJsonAsync(url + "/_sandbox/faults", new { method = "PUT", path = "*slow.txt", stall = true, times = -1 });
        await terminal.RunAsync($"Set-Location '{folder.FullName}'; 'MOV' + 'ED'", "MOVED");

        terminal.Type("Get-ChildItem | Send-GCAttachment -ConversationId $s.ConversationId\r");
        await terminal.WaitForAsync("uploaded, waiting for its turn"); // All that could go has gone as far as the stalled one lets it.
        var clock = Stopwatch.StartNew();
        terminal.Type("\x03");
        await terminal.RunAsync("'BA' + 'CK'", "BACK", TimeSpan.FromSeconds(8));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5.5));

        var before = await CountAsync(url);
        await Task.Delay(1500);
        Assert.Equal(before, await CountAsync(url));
        await terminal.RunAsync("'ALI' + \"VE $((Get-GCConversation $s.ConversationId).Channel)\"", "ALIVE webmessaging");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Killing_the_shell_ends_its_sandbox()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var terminal = new PseudoTerminal();
        await terminal.RunAsync($"Import-Module '{Repository.Module}'; $s = Start-GCSandbox; 'ID' + \"S <$PID $($s.ProcessId)>\"", "IDS <");
        var ids = Regex.Match(terminal.Screen, "IDS <([0-9]+) ([0-9]+)>").Groups;
        using var sandbox = Process.GetProcessById(int.Parse(ids[2].Value, System.Globalization.CultureInfo.InvariantCulture));

        using (var shell = Process.GetProcessById(int.Parse(ids[1].Value, System.Globalization.CultureInfo.InvariantCulture)))
        {
            shell.Kill();
        }

        await sandbox.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
    }

    private static async Task<int> CountAsync(string url) => (await Http.GetFromJsonAsync<JsonElement>(url + "/_sandbox/requests")).GetArrayLength();
}
