using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>Sends files as the command does: checked, admitted in order, through a pump with so many workers.</summary>
internal static class Work
{
    private static readonly AttachmentPolicy Policy = AttachmentPolicy.Default with { Source = "Bench", MaxBytes = long.MaxValue, AllowedTypes = ["*/*"] };

    private static readonly Inspector Inspector = new(TimeProvider.System);

    /// <summary>What one file is to do.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Target">Where it goes.</param>
    /// <param name="Route">The route.</param>
    /// <param name="Session">The session.</param>
    internal sealed record Item(string Path, Target Target, string Route, OrgSession Session);

    /// <summary>Sends, and hands each receipt to the caller on the pump's thread; stops where a limit is given.</summary>
    public static Task SendAsync(IEnumerable<Item> items, int workers, Action<Receipt> take, SendOptions? options = null, Journal? journal = null, TimeSpan? limit = null) => Task.Factory.StartNew(
        () =>
        {
            var all = (options ?? new SendOptions()) with { ThrottleLimit = workers };
            using var runner = new Sender(all, new ProgressBoard(), TimeProvider.System) { Journal = journal };
            using var pump = new Pump<Admitted, Receipt>(all.Workers, runner.SendAsync, runner.NotBegun, new Sink(take));
            using var clock = new Timer(_ => pump.Cancel(), null, limit ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var index = 0;
            foreach (var item in items)
            {
                var plan = PlanOf(item, index++);
                pump.Accept(runner.Admit(plan, runner.Recall(plan, out _), pump.Stopped));
            }

            runner.CloseInput();
            pump.Complete();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Checks a file, and plans what it is to do.</summary>
    public static Plan PlanOf(Item item, int index) => new()
    {
        Index = index,
        File = Inspector.Inspect(item.Path, new InspectionOptions { Policy = Policy, Route = item.Route }),
        Target = item.Target,
        Route = item.Route,
        Session = item.Session,
    };

    /// <summary>Sends, and fails on the first error.</summary>
    public static Task SendAllAsync(IEnumerable<Item> items, int workers) => SendAsync(items, workers, receipt =>
    {
        if (receipt.Error is { } error)
        {
            throw error;
        }
    });

    /// <summary>Writes so many files of so many bytes, each unlike the others.</summary>
    public static List<string> Write(string folder, int count, int bytes, string prefix = "f")
    {
        var content = new byte[bytes];
        new Random(1).NextBytes(content);
        var paths = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            paths.Add(Path.Combine(folder, $"{prefix}{i}.pdf"));
            // A PDF by its ends, and each unlike the others.
            "%PDF-1.7\n"u8.CopyTo(content);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(Math.Max(0, bytes / 2)), i);
            "\n%%EOF\n"u8.CopyTo(content.AsSpan(bytes - 7));
            File.WriteAllBytes(paths[^1], content);
        }

        return paths;
    }

    private sealed class Sink(Action<Receipt> take) : IPumpSink<Receipt>
    {
        public void WriteResult(Receipt result) => take(result);

        public void WriteError(Receipt result)
        {
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
