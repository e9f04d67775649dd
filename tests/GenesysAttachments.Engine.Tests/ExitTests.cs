using System.Diagnostics;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>However a pipeline ends, and wherever its work stands: back in time, and not one request afterwards.</summary>
public sealed class ExitTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5.5);

    public static TheoryData<string, string> Matrix()
    {
        var rows = new TheoryData<string, string>();
        foreach (var state in new[] { "idle", "queued", "uploading", "waiting for a token", "waiting for confirmation" })
        {
            foreach (var exit in new[] { "downstream refuses", "preference stop", "stop", "dispose" })
            {
                rows.Add(state, exit);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Nothing_leaves_after_the_end(string state, string exit)
    {
        await using var harness = await Harness.StartAsync(time: TimeProvider.System);
        var sink = new Sink();
        var runner = harness.Runner();
        using var pump = new Pump<Admitted, Receipt>(state == "queued" ? 1 : 4, runner.SendAsync, runner.NotBegun, sink);
        var items = state switch { "idle" => 0, "queued" => 2, _ => 4 };
        await PrepareAsync(harness, state);
        var pipeline = Task.Factory.StartNew(() => Run(harness, runner, pump, sink, items, exit), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Wait.Until(() => pipeline.IsCompleted || (sink.Fed && IsThere(harness, state)));
        var clock = Stopwatch.StartNew();
        sink.Go.Set();
        if (exit == "stop")
        {
            await Task.Delay(100);
            pump.Cancel();
        }

        await pipeline;

        Assert.True(clock.Elapsed < Soon, $"It took {clock.Elapsed}.");
        await Task.Delay(200);
        var requests = harness.Sandbox.Requests.Count;
        await Task.Delay(1000);
        Assert.Equal(requests, harness.Sandbox.Requests.Count);
        Assert.Empty(harness.Sandbox.Messages);
        if (exit == "preference stop")
        {
            // One that stopped it, and one for everything taken in.
            Assert.Equal(1 + items, sink.Results.Count);
            Assert.Equal(items, sink.Results.Count(receipt => receipt.State == ReceiptStates.Cancelled));
        }
    }

    private static void Run(Harness harness, Sender runner, Pump<Admitted, Receipt> pump, Sink sink, int items, string exit)
    {
        for (var i = 0; i < items; i++)
        {
            pump.Accept(runner.Admit(harness.Deliver(harness.Write($"f{i}.pdf", 200_000, i), index: i), pump.Stopped));
        }

        sink.Fed = true;
        sink.Go.Wait();
        switch (exit)
        {
            case "dispose":
                pump.Dispose();
                break;
            case "stop":
                pump.Complete();
                break;
            default:
                sink.Refuse = exit == "downstream refuses";
                sink.StopOnError = exit == "preference stop";
                Assert.Throws<InvalidOperationException>(() => pump.Write(Local(harness)));
                Assert.False(pump.Write(Local(harness)));
                break;
        }
    }

    private static async Task PrepareAsync(Harness harness, string state)
    {
        switch (state)
        {
            case "queued" or "uploading":
                harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Stall = true, Times = -1 });
                break;
            case "waiting for a token":
                await harness.Http.PostAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/revoke"), null);
                harness.Sandbox.Faults.Add(new Fault { Path = "/oauth/token", Stall = true, Times = -1 });
                break;
            case "waiting for confirmation":
                harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = "*/messages/media*", Status = 200, Body = """{"status":"uploading"}""", Times = -1 });
                break;
        }
    }

    private static bool IsThere(Harness harness, string state) => state switch
    {
        "queued" or "uploading" => harness.Calls.Any(call => call.Target.EndsWith("/uploads", StringComparison.Ordinal)),
        "waiting for a token" => harness.Calls.Any(call => call.Status == 401),
        "waiting for confirmation" => harness.Calls.Any(call => call.Target.Contains("/messages/media", StringComparison.Ordinal) && call.Method == "GET"),
        _ => true,
    };

    private static Receipt Local(Harness harness) => new()
    {
        Plan = harness.Deliver(harness.Write("local.pdf")), State = ReceiptStates.Rejected,
    };

    private sealed class Sink : IPumpSink<Receipt>
    {
        public ManualResetEventSlim Go { get; } = new();

        public List<Receipt> Results { get; } = [];

        public volatile bool Fed;

        public bool Refuse { get; set; }

        public bool StopOnError { get; set; }

        public void WriteResult(Receipt result)
        {
            if (Refuse)
            {
                throw new InvalidOperationException("refused");
            }

            Results.Add(result);
        }

        public void WriteError(Receipt result)
        {
            if (StopOnError)
            {
                throw new InvalidOperationException("stopped");
            }
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
