using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace GenesysAttachments.Bench;

/// <summary>
/// The cmdlet against what people write without it, turn about, each in a process that is warm and signed in: <c>Invoke-RestMethod</c> in
/// <c>ForEach-Object -Parallel</c>, and the guides' flow in Python.
/// </summary>
internal static class Peers
{
    private const int Files = Throughput.Files;
    private const int TheirFiles = 200;
    private const int Rounds = 9;
    private const double LeastRatio = 10;

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        var (files, theirs) = (Directory.CreateDirectory(Path.Combine(folder, "files")).FullName, Directory.CreateDirectory(Path.Combine(folder, "theirs")).FullName);
        Work.Write(files, Files, Throughput.Bytes);
        Work.Write(theirs, TheirFiles, Throughput.Bytes);
        var (ready, workers) = (sandbox.Ready, Throughput.Workers.ToString(CultureInfo.InvariantCulture));
        string[] whereTo = [ready.Url + "/", ready.ClientId, ready.ClientSecret, ready.ConversationId, ready.CommunicationId, theirs];
        using var ours = new SendingShell(ready, files, Throughput.Workers);
        using var parallel = Shell.Start("Parallel.ps1", [.. whereTo, workers]);
        using var python = StartPython(whereTo);
        if (python is null)
        {
            Console.WriteLine("There is no python3 with 'requests' on this machine: its row is left out.");
        }

        var (cmdlets, parallels, pythons) = (new List<double>(), new List<double>(), new List<double>());
        // The first round compiles, and is not counted.
        for (var round = 0; round <= Rounds; round++)
        {
            var (cmdlet, hand, guide) = ((await ours.SendAsync(Files)).Seconds, await SendAsync(parallel), python is null ? 0 : await SendAsync(python));
            if (round > 0)
            {
                cmdlets.Add(cmdlet);
                parallels.Add(hand);
                pythons.Add(guide);
            }
        }

        Console.WriteLine($"{Files:N0} files of {Throughput.Bytes:N0} bytes on the Agent route, {TheirFiles} of them by the others, medians of {Rounds} rounds turn about");
        Console.WriteLine($"  Get-ChildItem | Send-GCAttachment -ThrottleLimit {workers}: {Files / Throughput.Median(cmdlets):N0} files/s");
        return Show($"Invoke-RestMethod in ForEach-Object -Parallel -ThrottleLimit {workers}", parallels, cmdlets)
            & (python is null || Show("the guides' flow in Python", pythons, cmdlets));
    }

    private static bool Show(string name, List<double> theirs, List<double> ours)
    {
        var ratio = Throughput.Median(theirs) / TheirFiles / (Throughput.Median(ours) / Files);
        Console.WriteLine($"  {name}: {TheirFiles / Throughput.Median(theirs):N0} files/s; ratio {ratio:0.0} (promised: at least {LeastRatio})");
        return ratio >= LeastRatio;
    }

    private static async Task<double> SendAsync(Process process)
    {
        await process.StandardInput.WriteLineAsync("send");
        await process.StandardInput.FlushAsync();
        var line = await process.StandardOutput.ReadLineAsync();
        return line?.Split(' ') is [var sent, var seconds] && int.Parse(sent, CultureInfo.InvariantCulture) == TheirFiles
            ? double.Parse(seconds, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"It did not send {TheirFiles} files. It said: {line}");
    }

    private static Process? StartPython(string[] arguments)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["NO_PROXY"] = "*";
        try
        {
            using var look = Process.Start(new ProcessStartInfo("python3", ["-c", "import requests"]) { RedirectStandardError = true })!;
            look.WaitForExit();
            if (look.ExitCode != 0)
            {
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }

        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "Scripts", "guide.py")))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start);
    }
}
