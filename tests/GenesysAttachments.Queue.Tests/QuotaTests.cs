using System.Diagnostics;
using GenesysAttachments.Queue.Tests.Postgres;

namespace GenesysAttachments.Queue.Tests;

[Collection(SharedServerGroup.Name)]
public sealed class QuotaTests(PostgresServer server)
{
    [PostgresFact]
    public async Task Two_who_share_a_client_use_nearly_all_of_it_and_never_more()
    {
        await using var rig = await Rig.MakeAsync(server);
        const int Limit = 3000, Burst = 60;
        await rig.Quota.SetLimitAsync(Rig.Client, Limit, Burst);
        var clock = Stopwatch.StartNew();
        var times = new List<TimeSpan>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (clock.Elapsed < TimeSpan.FromSeconds(3))
            {
                var booking = await rig.Quota.BookAsync(Rig.Client, 3);
                await Task.Delay(booking.Wait);
                if (!booking.IsStale)
                {
                    lock (times)
                    {
                        times.AddRange(Enumerable.Repeat(clock.Elapsed, booking.Count));
                    }
                }
            }
        }));

        var perSecond = (Limit - Burst) / 60.5;
        times.Sort();
        for (var start = 0; start < times.Count; start++)
        {
            // In any stretch of time no more than the burst and what the pace gives, half a second's lateness included.
            var within = times.Count(time => time >= times[start] && time < times[start] + TimeSpan.FromSeconds(1));
            Assert.True(within <= Burst + (1.5 * perSecond), $"{within} requests in a second.");
        }

        Assert.InRange(times.Count, 0.9 * 3 * perSecond, Burst + (4 * perSecond));
    }

    [PostgresFact]
    public async Task A_burst_goes_at_once_and_the_next_waits_its_turn_on_the_database_s_clock()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 300, 6);

        var (all, next, last) = (await rig.Quota.BookAsync(Rig.Client, 99), await rig.Quota.BookAsync(Rig.Client), await rig.Quota.BookAsync(Rig.Client, 6));

        Assert.Equal((6, TimeSpan.Zero), (all.Count, all.Wait));
        Assert.InRange(next.Wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(206));
        Assert.InRange(last.Wait - next.Wait, TimeSpan.FromMilliseconds(1000), TimeSpan.FromMilliseconds(1240));
        Assert.True(all is { IsGranted: true, IsStale: false } && next.IsGranted && last.IsGranted);
    }

    [PostgresFact]
    public async Task Nothing_is_given_away_further_ahead_than_a_pause_may_wait()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 61, 1);
        var refused = await rig.Quota.BookAsync(Rig.Client);
        // The first that is: while others are asked for, time makes room for one more.
        for (var ahead = 0; refused.IsGranted && ahead < 20; ahead++)
        {
            refused = await rig.Quota.BookAsync(Rig.Client);
        }

        Assert.False(refused.IsGranted);
        Assert.True(refused.IsStale);
        Assert.InRange(refused.Wait, TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(6.1));
    }

    [PostgresFact]
    public async Task A_pause_holds_for_everybody_and_a_long_one_is_told()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 300);

        await rig.Quota.PauseAsync(Rig.Client, TimeSpan.FromSeconds(3), "429");
        await rig.Quota.PauseAsync(Rig.Client, TimeSpan.FromSeconds(1), "an older 429");
        var paused = await rig.Quota.BookAsync(Rig.Client, 6);
        await rig.Quota.PauseAsync(Rig.Client, TimeSpan.FromMinutes(30), "429 for long");
        var parked = await rig.Quota.BookAsync(Rig.Client);

        Assert.InRange(paused.Wait, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(3));
        Assert.Null(paused.ParkedFor);
        Assert.Equal((false, "429 for long"), (parked.IsGranted, parked.ParkedWhy));
        Assert.InRange(parked.ParkedFor!.Value, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
    }

    [PostgresFact]
    public async Task What_a_frozen_worker_had_booked_is_stale()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.Quota.SetLimitAsync(Rig.Client, 300);

        var booking = await rig.Quota.BookAsync(Rig.Client);
        await Task.Delay(600);

        Assert.True(booking is { IsGranted: true, IsStale: true });
    }
}
