using System.Diagnostics;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>How much the process grows while large files are in flight.</summary>
internal static class Memory
{
    private const long Megabyte = 1024 * 1024;
    private const double MostGrowth = 32;

    /// <summary>Measures 8 files of 25 MB at a time, and one of 1 GB.</summary>
    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        using var session = await BenchSandbox.ConnectAsync(sandbox);
        Console.WriteLine("Peak working set over idle, sandbox in a process of its own");
        var isGood = true;
        foreach (var (files, bytes) in new[] { (8, 25 * Megabyte), (1, 1024 * Megabyte) })
        {
            var (idle, peak) = await MeasureAsync(session, sandbox.Ready.ConversationId, files, bytes, folder);
            var growth = Math.Max(0, peak - idle) / (double)Megabyte;
            isGood &= growth <= MostGrowth;
            Console.WriteLine($"  {files} x {Show(bytes)} in flight: idle {Show(idle)}, peak {Show(peak)}, growth {growth:0.0} MB (promised: at most {MostGrowth:0} MB)");
        }

        return isGood;
    }

    /// <summary>Uploads the files side by side, and gives the peak of the working set over idle in bytes.</summary>
    private static async Task<(long Idle, long Peak)> MeasureAsync(OrgSession session, string conversationId, int files, long bytes, string folder)
    {
        var paths = Enumerable.Range(0, files).Select(i => Write(Path.Combine(folder, $"{bytes}-{i}.pdf"), bytes)).ToList();
        var policy = AttachmentPolicy.Default with { Source = "Bench", MaxBytes = long.MaxValue };

        // One small file first: connections, code and tables are there before idle is read.
        await SendAsync(session, conversationId, [Write(Path.Combine(folder, "warm-up.pdf"), 1000)], policy);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await Task.Delay(500);
        var (idle, peak) = (WorkingSet(), 0L);
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, WorkingSet());
                await Task.Delay(5);
            }
        });
        await SendAsync(session, conversationId, paths, policy);
        await stop.CancelAsync();
        await watching;
        return (idle, peak);
    }

    public static string Show(long bytes) => $"{(double)bytes / Megabyte:0.0} MB";

    private static async Task SendAsync(OrgSession session, string conversationId, IReadOnlyList<string> paths, AttachmentPolicy policy)
    {
        var runner = new Sender(new SendOptions(ThrottleLimit: 8), new ProgressBoard(), TimeProvider.System);
        var inspector = new Inspector(TimeProvider.System);
        var admitted = paths.Select((path, index) => runner.Admit(new Plan
        {
            Index = index,
            File = inspector.Inspect(path, new InspectionOptions { Policy = policy, Route = RouteNames.Agent }),
            Target = new Target { ConversationId = conversationId },
            Route = RouteNames.Agent,
            Session = session,
        }, CancellationToken.None)).ToList();
        var receipts = await Task.WhenAll(admitted.Select(item => Task.Run(() => runner.SendAsync(item, CancellationToken.None))));
        if (receipts.FirstOrDefault(receipt => receipt.Error is not null) is { Error: { } error })
        {
            throw error;
        }
    }

    private static string Write(string path, long bytes)
    {
        using var file = File.Create(path);
        var block = new byte[Megabyte];
        new Random(1).NextBytes(block);
        for (var left = bytes; left > 0; left -= block.Length)
        {
            file.Write(block, 0, (int)Math.Min(left, block.Length));
        }

        return path;
    }

    private static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
