using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>Ten times the files take ten times as long, and four times the files no more memory.</summary>
internal static class Scaling
{
    private const int Small = 1000;
    private const int Large = 10_000;
    private const double MostTime = 10.5;
    private const int FirstLook = 100_000;
    private const int SecondLook = 400_000;
    private const double MostGrowth = 16;
    private const int Workers = 5;

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        using var session = await BenchSandbox.ConnectAsync(sandbox);
        var paths = Work.Write(folder, Large, 1000);
        var target = new Target { ConversationId = sandbox.Ready.ConversationId };
        var items = paths.Select(path => new Work.Item(path, target, RouteNames.Agent, session)).ToList();
        await Work.SendAllAsync(items.Take(Small), Workers);

        var small = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            small = Math.Min(small, await Throughput.TimeAsync(() => Work.SendAllAsync(items.Take(Small), Workers)));
        }

        var large = await Throughput.TimeAsync(() => Work.SendAllAsync(items, Workers));
        Console.WriteLine($"{Small:N0} files in {small:0.00} s, {Large:N0} in {large:0.00} s: {large / small:0.0} times as long (promised: at most {MostTime})");
        return await IsFlatAsync(items) && large / small <= MostTime;
    }

    /// <summary>Many piped files, the same ten thousand over and over, as forms: one request each.</summary>
    private static async Task<bool> IsFlatAsync(List<Work.Item> items)
    {
        var (done, first, second) = (0, (0L, 0L), (0L, 0L));
        await Work.SendAsync(
            Enumerable.Range(0, SecondLook).Select(i => items[i % items.Count] with { Route = RouteNames.Multipart }),
            Workers,
            receipt =>
            {
                if (receipt.Error is { } error)
                {
                    throw error;
                }

                if (++done == FirstLook)
                {
                    first = Look();
                }
                else if (done == SecondLook)
                {
                    second = Look();
                }
            });
        var growth = Math.Max(second.Item1 - first.Item1, second.Item2 - first.Item2) / 1024.0 / 1024.0;
        Console.WriteLine($"After {FirstLook:N0} piped files {Memory.Show(first.Item1)} live and {Memory.Show(first.Item2)} working set, after {SecondLook:N0} {Memory.Show(second.Item1)} and {Memory.Show(second.Item2)}: growth {growth:0.0} MB (promised: at most {MostGrowth:0})");
        return growth <= MostGrowth;
    }

    private static (long Live, long WorkingSet) Look()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }
}
