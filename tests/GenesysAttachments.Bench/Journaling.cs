using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>What a journal costs: a file at 5 at a time, files a minute at the platform's pace, and to open one of a million items again.</summary>
internal static class Journaling
{
    private const int Files = 1000;
    private const int Workers = 5;
    private const int Rounds = 9;
    private const int Items = 1_000_000;
    private const double MostMilliseconds = 2;
    private const double MostShare = 0.03;
    private const double MostSeconds = 5;
    private const double MostBytes = 64;

    public static async Task<bool> RunAsync(string folder)
    {
        var cost = await CostAsync(folder);
        var share = await ShareAsync(folder);
        var (seconds, bytes, size) = Reopen(folder);
        Console.WriteLine($"  a file, {Workers} at a time: {cost:0.00} ms (promised: at most {MostMilliseconds})");
        Console.WriteLine($"  at 300 requests a minute and 40 ms: {share:P1} fewer files in the first minute (at most {MostShare:P0})");
        Console.WriteLine($"  {Items:N0} items ({size / 1e6:N0} MB) open again in {seconds:0.0} s (at most {MostSeconds:0}), {bytes:0} bytes an item held (at most {MostBytes:0})");
        return cost <= MostMilliseconds && share <= MostShare && seconds <= MostSeconds && bytes <= MostBytes;
    }

    // What the same batch takes longer with a journal, turn about.
    private static async Task<double> CostAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        using var session = await BenchSandbox.ConnectAsync(sandbox);
        var items = Work.Write(folder, Files, 10_000).Select((path, i) => new Work.Item(path, new Target { ConversationId = sandbox.Ready.ConversationId }, RouteNames.Agent, session)).ToList();
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + 2; round++)
        {
            var plain = await Throughput.TimeAsync(() => Work.SendAllAsync(items, Workers));
            var written = await Throughput.TimeAsync(() => SendAsync(items, Path.Combine(folder, $"round{round}.jsonl"), _ => { }));
            if (round >= 2)
            {
                without.Add(plain);
                with.Add(written);
            }
        }

        Console.WriteLine($"A journal, {Files:N0} files of 10,000 bytes on the Agent route, median of {Rounds} rounds turn about: {Files / Throughput.Median(without):N0} files/s without, {Files / Throughput.Median(with):N0} with");
        return (Throughput.Median(with) - Throughput.Median(without)) / Files * 1000;
    }

    private static async Task<double> ShareAsync(string folder)
    {
        var counts = await Task.WhenAll(FirstMinuteAsync(folder, null), FirstMinuteAsync(folder, Path.Combine(folder, "pace.jsonl")));
        Console.WriteLine($"  first minute: {counts[0]} files without, {counts[1]} with");
        return 1 - ((double)counts[1] / counts[0]);
    }

    private static async Task<int> FirstMinuteAsync(string folder, string? journal)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--latency", "40");
        using var session = await BenchSandbox.ConnectAsync(sandbox, requestsPerMinute: 300);
        var (clock, count) = (Stopwatch.StartNew(), 0);
        var items = Work.Write(folder, 300, 10_000, journal is null ? "plain" : "journal").Select(path => new Work.Item(path, new Target { ConversationId = sandbox.Ready.ConversationId }, RouteNames.Agent, session)).ToList();
        await SendAsync(items, journal, receipt => count += receipt.State == ReceiptStates.Sent && clock.Elapsed < TimeSpan.FromMinutes(1) ? 1 : 0, TimeSpan.FromMinutes(1));
        return count;
    }

    private static async Task SendAsync(List<Work.Item> items, string? path, Action<Receipt> take, TimeSpan? limit = null)
    {
        using var journal = path is null ? null : Journal.Open(path, TimeProvider.System);
        await Work.SendAsync(items, Workers, take, journal: journal, limit: limit);
    }

    // The lines of a real item, a million times under other keys.
    private static (double Seconds, double Bytes, long Size) Reopen(string folder)
    {
        var (path, real) = (Path.Combine(folder, "million.jsonl"), File.ReadAllLines(Path.Combine(folder, "round0.jsonl")));
        var key = Regex.Match(real[1], "\"key\":\"([0-9a-f]{32})\"").Groups[1].Value;
        var lines = real.Skip(1).Where(line => line.Contains(key, StringComparison.Ordinal)).ToArray();
        using (var writer = new StreamWriter(path, append: false, new System.Text.UTF8Encoding(false), 1 << 20))
        {
            writer.Write(real[0] + "\n");
            for (var i = 0; i < Items; i++)
            {
                var own = Guid.NewGuid().ToString("n", CultureInfo.InvariantCulture);
                foreach (var line in lines)
                {
                    writer.Write(line.Replace(key, own, StringComparison.Ordinal) + "\n");
                }
            }
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        using var journal = Journal.Open(path, TimeProvider.System);
        var seconds = clock.Elapsed.TotalSeconds;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Items;
        GC.KeepAlive(journal);
        return (seconds, bytes, new FileInfo(path).Length);
    }
}
