using GenesysAttachments.Engine.Sandboxes;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>The files of <see cref="Throughput"/> through <c>Get-ChildItem | Send-GCAttachment</c> in a real PowerShell against the engine, turn about.</summary>
internal static class Cmdlet
{
    private const int Files = Throughput.Files;
    private const int Workers = Throughput.Workers;
    private const int WarmUps = 5;
    private const int Rounds = 21;
    private const int FreshRounds = 5;
    private const double LeastRatio = 0.9;

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        var files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        var paths = Work.Write(files, Files, Throughput.Bytes);
        var isKept = await CompareAsync(sandbox, files, paths);
        await CompareFreshAsync(sandbox.Ready, files, paths);
        return isKept;
    }

    /// <summary>The promise: both compiled for good, as in <see cref="Throughput"/>.</summary>
    private static async Task<bool> CompareAsync(SandboxProcess sandbox, string files, List<string> paths)
    {
        using var session = await BenchSandbox.ConnectAsync(sandbox);
        using var shell = new SendingShell(sandbox.Ready, files, Workers);
        var target = new Target { ConversationId = sandbox.Ready.ConversationId };
        var items = paths.Select(path => new Work.Item(path, target, RouteNames.Agent, session)).ToList();
        var (engines, cmdlets) = (new List<(double Seconds, double Cpu)>(), new List<(double Seconds, double Cpu)>());
        for (var round = -WarmUps; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var seconds = await Throughput.TimeAsync(() => Work.SendAllAsync(items, Workers));
            var engine = (seconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            var cmdlet = await shell.SendAsync(Files);
            if (round >= 0)
            {
                engines.Add(engine);
                cmdlets.Add(cmdlet);
            }
        }

        var ratio = Seconds(engines) / Seconds(cmdlets);
        Console.WriteLine($"{Files:N0} files of {Throughput.Bytes:N0} bytes on the Agent route, {Workers} at a time, medians of {Rounds} rounds turn about");
        Console.WriteLine($"  engine {Show(engines)}");
        var pairs = engines.Zip(cmdlets, (engine, cmdlet) => engine.Seconds / cmdlet.Seconds).Order().ToList();
        Console.WriteLine($"  Get-ChildItem | Send-GCAttachment {Show(cmdlets)}; ratio {ratio:0.00} (promised: at least {LeastRatio}; the middle half of the pairs {pairs[Rounds / 4]:0.00} to {pairs[Rounds * 3 / 4]:0.00})");
        return ratio >= LeastRatio;

        static double Seconds(List<(double Seconds, double Cpu)> rounds) => Throughput.Median([.. rounds.Select(round => round.Seconds)]);

        static string Show(List<(double Seconds, double Cpu)> rounds) =>
            $"{Files / Seconds(rounds):N0} files/s, {Throughput.Median([.. rounds.Select(round => round.Cpu)]) * 1000 / Files:0.00} ms of CPU a file";
    }

    /// <summary>What a scheduled job sees: a process that starts, signs in, sends once and ends.</summary>
    private static async Task CompareFreshAsync(SandboxReady sandbox, string files, List<string> paths)
    {
        var (engines, shells, pipelines) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < FreshRounds; round++)
        {
            engines.Add(await Throughput.TimeAsync(async () =>
            {
                using var child = Child.Start(sandbox, paths);
                await child.StandardOutput.ReadToEndAsync();
                await child.WaitForExitAsync();
            }));
            shells.Add(await Throughput.TimeAsync(async () =>
            {
                using var shell = new SendingShell(sandbox, files, Workers);
                pipelines.Add((await shell.SendAsync(Files)).Seconds);
                await shell.EndAsync();
            }));
        }

        Console.WriteLine($"  the same in fresh processes from start to end, medians of {FreshRounds}: engine {Throughput.Median(engines):0.00} s, shell {Throughput.Median(shells):0.00} s, of which the pipeline {Throughput.Median(pipelines):0.00} s");
    }
}
