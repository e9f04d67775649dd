using System.Collections.Concurrent;
using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The pace: never over the limit, always on, in order, and never waiting for itself.</summary>
public sealed class QuotaPaceTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60.5);

    public static TheoryData<int, int, int, int> Batches()
    {
        var rows = new TheoryData<int, int, int, int>();
        int[] limits = [6, 7, 10, 30, 60, 100, 300, 600];
        int[] workers = [1, 2, 5, 64, 512];
        int[] lanes = [1, 2, 7, 40, 200];
        int[] costs = [1, 2, 3, 4];
        // Every limit with every number of workers and of lanes; the costs of the routes in turn.
        foreach (var limit in limits)
        {
            foreach (var throttle in workers)
            {
                foreach (var count in lanes)
                {
                    rows.Add(limit, throttle, count, costs[(rows.Count + limit) % costs.Length]);
                }
            }
        }

        return rows;
    }

    /// <summary>As the sender works: reserved in input order, a place to work, requests, a turn in the lane, the last request.</summary>
    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Every_batch_finishes_at_the_quota_s_pace_in_order_and_never_over_the_limit(int limit, int throttle, int lanes, int cost)
    {
        var time = new TurningTime();
        var quota = new QuotaGovernor(limit, time, Window);
        var (gate, order) = (new Gate(throttle), new Lanes(TimeProvider.System));
        var (sent, messages) = (new ConcurrentQueue<TimeSpan>(), new ConcurrentQueue<(int Lane, int Index)>());
        var files = Math.Max(limit * 4 / cost, 40);
        using var slots = new SemaphoreSlim(Math.Min(throttle, 256) * 2);
        var work = new List<Task>();
        var feeding = Task.Run(async () =>
        {
            for (var i = 0; i < files; i++)
            {
                await slots.WaitAsync();
                var (index, lane) = (i, i % lanes);
                var ticket = order.Enter($"{lane}");
                var share = quota.ReserveAsync(cost, null, default).AsTask();
                work.Add(Task.Run(() => SendAsync(index, lane, ticket, share)));
            }

            await Task.WhenAll(work);
        });

        for (var idle = 0; !feeding.IsCompleted && idle < 2000;)
        {
            await Task.WhenAny(feeding, Task.Delay(1));
            idle = await SettledAsync(sent) && time.Turn() ? 0 : idle + 1;
        }

        Assert.True(feeding.IsCompleted, $"It stands still after {messages.Count} of {files} files.");
        await feeding;
        Assert.Equal(files, messages.Count);
        Assert.All(messages.GroupBy(message => message.Lane), lane => Assert.Equal(lane.Select(message => message.Index).Order(), lane.Select(message => message.Index)));
        var times = sent.Order().ToList();
        Assert.Equal(files * cost, times.Count);
        Assert.All(Enumerable.Range(0, Math.Max(0, times.Count - limit)), i => Assert.True(times[i + limit] - times[i] >= Window, $"{limit + 1} requests within {times[i + limit] - times[i]}."));
        // So many full windows have to pass before the last request may leave; one more may, for what was begun and not finished.
        var windows = (times.Count - 1) / limit;
        Assert.InRange(times[^1] / Window, windows - 0.05, windows * 1.05 + 0.05);

        async Task SendAsync(int index, int lane, Lanes.Ticket ticket, Task<QuotaShare> reserved)
        {
            using var share = await reserved;
            var place = await gate.EnterAsync(default);
            for (var request = 1; request < cost; request++)
            {
                await RequestAsync(share);
            }

            var turn = ticket.TurnAsync(default);
            if (!turn.IsCompleted)
            {
                place.StepOut();
                await turn;
                await place.ReturnAsync(default);
            }

            await turn;
            await RequestAsync(share);
            messages.Enqueue((lane, index));
            ticket.Leave();
            place.Dispose();
            slots.Release();
        }

        async Task RequestAsync(QuotaShare share)
        {
            await quota.AcquireAsync(share, null, default);
            sent.Enqueue(time.Elapsed);
        }
    }

    // Until nothing has been sent for a while: what can run without the clock has run.
    private static async Task<bool> SettledAsync(ConcurrentQueue<TimeSpan> sent)
    {
        for (var (quiet, count) = (0, sent.Count); quiet < 3; quiet++)
        {
            await Task.Yield();
            await Task.Delay(1);
            if (sent.Count != count)
            {
                (quiet, count) = (-1, sent.Count);
            }
        }

        return true;
    }
}
