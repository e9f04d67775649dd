using System.Diagnostics;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Queue.Tests.Postgres;
using GenesysAttachments.Queue.Working;

namespace GenesysAttachments.Queue.Tests.Working;

[Collection(SharedServerGroup.Name)]
public sealed class SharedPaceTests(PostgresServer server)
{
    [PostgresFact]
    public async Task Two_senders_of_a_client_share_its_pace_and_take_no_more_in_any_second()
    {
        const int Limit = 6000, Burst = 20;
        const double Seconds = 6;
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, Limit, Burst);
        var (clock, times) = (Stopwatch.StartNew(), new List<double>());

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => NewPace(rig)).SelectMany(pace => Enumerable.Range(0, 8).Select(_ => RunAsync(pace))));

        var rate = (Limit - Burst) / 60.5;
        var most = times.Order().Max(first => times.Count(time => time >= first && time < first + 1));
        Assert.True(most <= Burst + (1.5 * rate), $"{most} in a second");
        // How much of it is used on a quiet machine, the benchmark says.
        Assert.True(times.Count >= 0.5 * rate * Seconds, $"{times.Count} of {rate * Seconds:0}");

        async Task RunAsync(SharedPace pace)
        {
            while (clock.Elapsed.TotalSeconds < Seconds)
            {
                var turn = await pace.AcquireAsync(null, default);
                if (!turn.HasPassed)
                {
                    lock (times)
                    {
                        times.Add(clock.Elapsed.TotalSeconds);
                    }
                }
            }
        }
    }

    [PostgresFact]
    public async Task A_busy_sender_asks_the_database_for_several_at_once()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 300_000, 10);
        var pace = NewPace(rig);

        var turns = new HashSet<object>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < 200; i++)
        {
            turns.Add(((SharedPace.Turn)await pace.AcquireAsync(null, default)).Booking);
        }

        Assert.InRange(turns.Count, 20, 60);
    }

    [PostgresFact]
    public async Task A_pause_that_one_meets_holds_for_all()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 6000);
        var (first, second, clock) = (NewPace(rig), NewPace(rig), Stopwatch.StartNew());

        first.Pause(TimeSpan.FromSeconds(1), "Too busy.");
        await first.AcquireAsync(null, default);
        await second.AcquireAsync(null, default);

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
    }

    [PostgresFact]
    public async Task A_park_that_one_meets_is_told_to_all_and_nobody_waits_for_it()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 6000);
        var (first, second) = (NewPace(rig), NewPace(rig));

        first.Pause(TimeSpan.FromMinutes(10), "Too busy.");
        await Assert.ThrowsAsync<GCException>(() => first.AcquireAsync(null, default).AsTask());
        var parked = await Assert.ThrowsAsync<GCException>(() => second.AcquireAsync(null, default).AsTask());

        Assert.Equal((ErrorIds.RateLimited, true), (parked.ErrorId, parked.StopsBatch));
        Assert.Contains("Too busy.", parked.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Whoever_gives_up_waiting_takes_nobody_s_turn()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 600, 1);
        var pace = NewPace(rig);
        await pace.AcquireAsync(null, default);
        using var stop = new CancellationTokenSource();

        var (left, waiting) = (pace.AcquireAsync(null, stop.Token).AsTask(), pace.AcquireAsync(null, default).AsTask());
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static SharedPace NewPace(Rig rig) => new(rig.Database, Rig.Client, default);
}
