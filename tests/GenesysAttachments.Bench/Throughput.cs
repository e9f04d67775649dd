using System.Diagnostics;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>1,000 files of 100 KB: the engine against a bare loop that makes the same requests at the same concurrency, turn about.</summary>
internal static class Throughput
{
    public const int Files = 1000;
    public const int Bytes = 100_000;
    public const int Workers = 5;
    private const int WarmUps = 3;
    private const int Rounds = 15;
    private const double LeastRatio = 0.8;
    private const long MostAllocated = 36 * 1024;

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        using var session = await BenchSandbox.ConnectAsync(sandbox);
        using var bare = new BareClient(sandbox.Ready);
        await bare.ConnectAsync();
        var paths = Work.Write(folder, Files, Bytes);
        var target = new Target { ConversationId = sandbox.Ready.ConversationId };
        var items = paths.Select(path => new Work.Item(path, target, RouteNames.Agent, session)).ToList();
        // Until the runtime has compiled both for good: what is compared is the work, not the warm-up.
        for (var round = 0; round < WarmUps; round++)
        {
            await Work.SendAllAsync(items, Workers);
            await bare.SendAsync(paths, Workers);
        }

        var (loops, engines, ratios, allocated) = (new List<double>(), new List<double>(), new List<double>(), 0L);
        for (var round = 0; round < Rounds; round++)
        {
            loops.Add(await TimeAsync(() => bare.SendAsync(paths, Workers)));
            var before = GC.GetTotalAllocatedBytes(precise: true);
            engines.Add(await TimeAsync(() => Work.SendAllAsync(items, Workers)));
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / Files;
            ratios.Add(loops[^1] / engines[^1]);
        }

        var ratio = Median(ratios);
        Console.WriteLine($"{Files:N0} files of {Bytes:N0} bytes on the Agent route, {Workers} at a time, median of {Rounds} rounds turn about");
        Console.WriteLine($"  bare HttpClient loop {Files / Median(loops):N0} files/s");
        Console.WriteLine($"  engine, checks, pump and hashes included, {Files / Median(engines):N0} files/s, {allocated:N0} bytes allocated a file (promised: at most {MostAllocated:N0}); ratio {ratio:0.00} (promised: at least {LeastRatio})");
        return ratio >= LeastRatio && allocated <= MostAllocated;
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Seconds that the work takes.</summary>
    public static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }
}
