using System.Collections.Concurrent;
using System.Diagnostics;
using GenesysAttachments.Engine.Pipeline;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Every way a pipeline can end, without a shell.</summary>
public sealed class PumpTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5.5);

    [Fact]
    public void Results_come_out_on_the_thread_that_put_items_in()
    {
        var sink = new Sink();
        using var pump = Make(sink, (item, _) => Task.FromResult(item));

        for (var i = 0; i < 100; i++)
        {
            Assert.True(pump.Accept(i));
        }

        pump.Complete();

        Assert.Equal(Enumerable.Range(0, 100), sink.Results.Order());
        Assert.Equal([Environment.CurrentManagedThreadId], sink.Threads.Distinct());
    }

    [Fact]
    public void Input_waits_while_the_queue_is_full()
    {
        var gate = new TaskCompletionSource();
        var sink = new Sink();
        using var pump = Make(sink, async (item, _) =>
        {
            await gate.Task;
            return item;
        });
        var accepted = 0;
        var feeding = new Thread(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                pump.Accept(i);
                Interlocked.Increment(ref accepted);
            }

            pump.Complete();
        });

        feeding.Start();
        Assert.False(feeding.Join(300));
        // Two under way and two queued; the fifth waits.
        Assert.Equal(4, Volatile.Read(ref accepted));
        gate.SetResult();

        Assert.True(feeding.Join(5000));
        Assert.Equal(50, sink.Results.Count);
    }

    [Fact]
    public void An_error_that_stops_the_pipeline_still_hands_over_every_outcome()
    {
        var sink = new Sink { ErrorFor = 0 };
        var fed = new TaskCompletionSource();
        var begun = new ConcurrentBag<int>();
        using var pump = Make(sink, async (item, token) =>
        {
            begun.Add(item);
            if (item > 0)
            {
                await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default);
                return -item;
            }

            await fed.Task;
            return item;
        });

        var thrown = Record.Exception(() =>
        {
            for (var i = 0; i < 4; i++)
            {
                pump.Accept(i);
            }

            fed.SetResult();
            pump.Complete();
        });

        Assert.IsType<StopException>(thrown);
        Assert.Equal(4, sink.Results.Count);
        Assert.Equal(1, sink.Errors);
        Assert.False(pump.Accept(9));
        Assert.DoesNotContain(9, begun);
    }

    [Fact]
    public void A_refused_result_ends_the_work_and_nothing_more_is_written()
    {
        var sink = new Sink { RefuseFrom = 1 };
        var open = 0;
        using var pump = Make(sink, async (item, token) =>
        {
            Interlocked.Increment(ref open);
            try
            {
                if (item > 0)
                {
                    await Task.Delay(Timeout.Infinite, token);
                }

                return item;
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        });
        var clock = Stopwatch.StartNew();

        Assert.IsType<StopException>(Record.Exception(() =>
        {
            for (var i = 0; i < 4; i++)
            {
                pump.Accept(i);
            }

            pump.Complete();
        }));

        Assert.True(clock.Elapsed < Soon);
        Assert.Equal(0, open);
        Assert.Empty(sink.Results);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Dispose_alone_cancels_and_waits(int items)
    {
        var open = 0;
        var sink = new Sink();
        var pump = Make(sink, async (item, token) =>
        {
            Interlocked.Increment(ref open);
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default);
            Interlocked.Decrement(ref open);
            return item;
        });
        for (var i = 0; i < items; i++)
        {
            pump.Accept(i);
        }

        var clock = Stopwatch.StartNew();
        pump.Dispose();

        Assert.True(clock.Elapsed < Soon);
        Assert.Equal(0, open);
        Assert.False(pump.Accept(99));
        Assert.Empty(sink.Results);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stop_from_another_thread_ends_a_waiting_pump(bool whileAccepting)
    {
        using var pump = Make(new Sink(), async (item, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return item;
        });
        var clock = Stopwatch.StartNew();
        var pipeline = Task.Run(() =>
        {
            var taken = 0;
            for (var i = 0; i < (whileAccepting ? 50 : 2); i++)
            {
                taken += pump.Accept(i) ? 1 : 0;
            }

            pump.Complete();
            return taken;
        });

        await Task.Delay(200);
        pump.Cancel();

        Assert.InRange(await pipeline, 2, 5);
        Assert.True(clock.Elapsed < Soon);
    }

    [Fact]
    public void Work_that_ignores_the_stop_is_left_behind_after_the_grace_time()
    {
        using var begun = new ManualResetEventSlim();
        var pump = Make(new Sink(), async (item, _) =>
        {
            begun.Set();
            await Task.Delay(TimeSpan.FromSeconds(20), CancellationToken.None);
            return item;
        });
        pump.Accept(1);
        begun.Wait(5000);
        var clock = Stopwatch.StartNew();

        pump.Dispose();

        Assert.InRange(clock.Elapsed.TotalSeconds, 4.5, 7);
    }

    [Fact]
    public void A_bug_in_the_engine_surfaces_once_with_all_outcomes_written()
    {
        var sink = new Sink();
        using var pump = Make(sink, (item, _) => item == 2 ? throw new InvalidCastException("bug") : Task.FromResult(item));

        var thrown = Record.Exception(() =>
        {
            for (var i = 0; i < 3; i++)
            {
                pump.Accept(i);
            }

            pump.Complete();
        });

        Assert.IsType<InvalidCastException>(thrown!.InnerException);
        Assert.Equal(3, sink.Results.Count);
    }

    [Fact]
    public void Results_made_by_the_caller_keep_their_place_behind_those_that_are_ready()
    {
        var sink = new Sink();
        using var pump = Make(sink, (item, _) => Task.FromResult(item));
        pump.Accept(1);
        SpinWait.SpinUntil(() => false, 100);

        Assert.True(pump.Write(2));
        pump.Complete();

        Assert.Equal([1, 2], sink.Results);
    }

    private static Pump<int, int> Make(Sink sink, Func<int, CancellationToken, Task<int>> work) => new(2, work, item => -item, sink);

    private sealed class StopException : Exception;

    private sealed class Sink : IPumpSink<int>
    {
        public List<int> Results { get; } = [];

        public List<int> Threads { get; } = [];

        public int Errors { get; private set; }

        public int? ErrorFor { get; init; }

        public int RefuseFrom { get; init; } = int.MaxValue;

        private int _written;

        public void WriteResult(int result)
        {
            if (++_written >= RefuseFrom)
            {
                throw new StopException();
            }

            Threads.Add(Environment.CurrentManagedThreadId);
            Results.Add(result);
        }

        public void WriteError(int result)
        {
            if (result == ErrorFor)
            {
                Errors++;
                throw new StopException();
            }
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
