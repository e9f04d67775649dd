using System.Globalization;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Working;

namespace GenesysAttachments.Queue.Tests.Working;

/// <summary>A worker as a process of its own, so that it can be killed, frozen, or live by another clock.</summary>
internal static class WorkerProgram
{
    /// <summary>Works until nothing is open. Arguments: connection string, schema, lease, send within, settle after in milliseconds, the sandbox's URL, client, secret, pace, hours that its clock is off; at last seconds to work, where it is to end before.</summary>
    public static async Task<int> Main(string[] args)
    {
        TimeSpan Milliseconds(int place) => TimeSpan.FromMilliseconds(double.Parse(args[place], CultureInfo.InvariantCulture));
        TimeProvider time = args[9] == "0" ? TimeProvider.System : new ClockOff(TimeSpan.FromHours(double.Parse(args[9], CultureInfo.InvariantCulture)));
        var times = new QueueTimes { Lease = Milliseconds(2), SendWithin = Milliseconds(3), SettleAfter = Milliseconds(4), RestAfterFailure = TimeSpan.FromSeconds(0.3) };
        await using var database = await OpenAsync(args[0], new QueueSchema(args[1]), times, time);
        using var session = await Workshop.ConnectAsync(args[5], args[6], args[7], int.Parse(args[8], CultureInfo.InvariantCulture), time);
        var run = new WorkerRun(database, session, new WorkOptions { Duration = args.Length > 10 ? TimeSpan.FromSeconds(double.Parse(args[10], CultureInfo.InvariantCulture)) : null });
        var before = Environment.CpuUsage.TotalTime;
        await run.RunAsync();
        foreach (var said in run.Said)
        {
            Console.WriteLine(said);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Receipts.Count} files in {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds:0} ms of its processor."));
        Console.WriteLine(run.Worker.Failure?.Message ?? "Done.");
        return run.Worker.Failure is null ? 0 : 1;
    }

    // As whoever starts it again would.
    private static async Task<QueueDatabase> OpenAsync(string connection, QueueSchema schema, QueueTimes times, TimeProvider time)
    {
        while (true)
        {
            try
            {
                return await QueueDatabase.OpenAsync(connection, schema, times, time);
            }
            catch (Errors.QueueException away) when (away.CanRetry)
            {
                await Task.Delay(100);
            }
        }
    }

    private sealed class ClockOff(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
