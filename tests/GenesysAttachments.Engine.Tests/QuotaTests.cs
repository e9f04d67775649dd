using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Quotas;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What the pace gives to whom, and when.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task It_lets_its_number_through_at_once_and_the_next_one_window_later()
    {
        var time = new TurningTime();
        var quota = new QuotaGovernor(300, time);
        for (var i = 0; i < 300; i++)
        {
            await quota.AcquireAsync(null, null, default).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        }

        var next = quota.AcquireAsync(null, null, default).AsTask();
        Assert.False(next.IsCompleted);
        Assert.True(time.Turn());

        await next.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.InRange(time.Elapsed.TotalSeconds, 60, 60.5);
    }

    [Fact]
    public async Task It_learns_from_the_server()
    {
        var time = new TurningTime();
        var quota = new QuotaGovernor(300, time);

        quota.Learn(180, 180, 42);
        var next = quota.AcquireAsync(null, null, default).AsTask();
        Assert.False(next.IsCompleted);
        Assert.True(time.Turn());

        await next.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((180, 42), (quota.Limit, time.Elapsed.TotalSeconds));
    }

    [Fact]
    public async Task One_that_has_begun_waits_for_nobody_s_reservation()
    {
        var quota = new QuotaGovernor(6, new TurningTime());
        var first = await quota.ReserveAsync(3, null, default);
        using var second = await quota.ReserveAsync(3, null, default);
        var third = quota.ReserveAsync(3, null, default).AsTask();

        // A retry more than it reserved, while the rest of the window is reserved by the other.
        for (var i = 0; i < 5; i++)
        {
            await quota.AcquireAsync(first, null, default).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        }

        Assert.False(third.IsCompleted);
        first.Dispose();
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task What_a_file_did_not_use_is_there_for_the_next()
    {
        var quota = new QuotaGovernor(6, new TurningTime());
        var first = await quota.ReserveAsync(6, null, default);
        var second = quota.ReserveAsync(3, null, default).AsTask();
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    [Fact]
    public async Task One_that_gives_up_lets_the_next_go_on()
    {
        var quota = new QuotaGovernor(1, new TurningTime());
        var share = await quota.ReserveAsync(1, null, default);
        using var stop = new CancellationTokenSource();
        var waiting = quota.ReserveAsync(1, null, stop.Token).AsTask();
        var behind = quota.ReserveAsync(1, null, default).AsTask();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        share.Dispose();

        (await behind.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    [Fact]
    public async Task A_park_refuses_those_who_wait_and_those_who_come()
    {
        var time = new TurningTime();
        var quota = new QuotaGovernor(1, time);
        await quota.AcquireAsync(null, null, default);
        var waiting = quota.AcquireAsync(null, null, default).AsTask();

        quota.Park(TimeSpan.FromMinutes(10), time.GetUtcNow().AddMinutes(10), "Too busy.");

        var error = await Assert.ThrowsAsync<GCException>(() => waiting);
        Assert.Equal((ErrorIds.RateLimited, true), (error.ErrorId, error.StopsBatch));
        await Assert.ThrowsAsync<GCException>(async () => await quota.ReserveAsync(1, null, default));
    }

    [Fact]
    public async Task A_pause_holds_everyone_and_no_longer_than_it_says()
    {
        var time = new TurningTime();
        var quota = new QuotaGovernor(10, time);
        await quota.AcquireAsync(null, null, default);
        quota.PauseFor(TimeSpan.FromSeconds(7));

        var waiting = quota.AcquireAsync(null, null, default).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.True(time.Turn());

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(7), time.Elapsed);
    }
}
