using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Lanes;

namespace GenesysAttachments.Queue.Tests.Chaos;

/// <summary>A worker as it should be, but for some carelessness about order; between its statements it may freeze or die, and the database may go away under it.</summary>
internal sealed class ChaosWorker(Rig rig, Platform platform, Fate fate)
{
    private readonly LaneWork _work = rig.NewWork();

    /// <summary>Works until nothing is open.</summary>
    public async Task RunAsync(Func<Task<bool>> isDone)
    {
        while (true)
        {
            if (await TryAsync(() => _work.ClaimAsync(Rig.Client, 3)) is { } claim)
            {
                await fate.TemptAsync();
                var pause = await WorkAsync(claim);
                await fate.TemptAsync();
                await TryAsync(() => _work.ReleaseAsync(claim, pause));
            }
            else if (await TryAsync(isDone))
            {
                return;
            }
            else
            {
                await Task.Delay(20);
            }
        }
    }

    /// <returns>How long the lane is to rest.</returns>
    private async Task<TimeSpan> WorkAsync(LaneClaim claim)
    {
        foreach (var item in claim.Items)
        {
            if (fate.IsCareless())
            {
                continue;
            }

            if (item.Unsettled is { } unsettled)
            {
                if (unsettled.Wait > TimeSpan.Zero)
                {
                    return unsettled.Wait;
                }

                var found = platform.Has(unsettled.Media) ? Outcome.Sent(unsettled.Media, "found") : Outcome.Unknown(unsettled.Media, null, "not found");
                await fate.TemptAsync();
                await TryAsync(() => _work.EndAsync(claim, item, found));
            }
            else if (!await SendAsync(claim, item))
            {
                return TimeSpan.Zero;
            }

            await fate.TemptAsync();
            if (await TryAsync(() => _work.BeatAsync([claim])) is { Count: 0 })
            {
                return TimeSpan.Zero;
            }
        }

        return TimeSpan.Zero;
    }

    /// <returns>Whether to go on with the lane.</returns>
    private async Task<bool> SendAsync(LaneClaim claim, ClaimedItem item)
    {
        var media = Guid.NewGuid().ToString("N");
        var booking = await TryAsync(() => rig.Quota.BookAsync(Rig.Client));
        await Task.Delay(booking?.Wait ?? TimeSpan.Zero);
        await fate.TemptAsync();

        SendIntent? intent = null;
        try
        {
            intent = await _work.IntendAsync(claim, item, media);
        }
        catch (QueueException lost) when (lost.CanRetry)
        {
            // It may have been written: nothing was sent, so it is taken back.
        }

        if (intent is { Answer: not IntentAnswer.Granted })
        {
            return false;
        }

        await fate.TemptAsync();
        if (intent is not { MaySend: true } || booking is not { IsStale: false })
        {
            await TryUntilDoneAsync(() => _work.WithdrawAsync(item, media));
            return false;
        }

        var isAnswered = platform.Send(claim.Lane, item.Id, media);
        await fate.TemptAsync();
        if (!isAnswered)
        {
            isAnswered = platform.Has(media);
            await fate.TemptAsync();
        }

        var outcome = isAnswered ? Outcome.Sent(media, "id") : Outcome.Unknown(media, null, "lost");
        await TryUntilDoneAsync(() => _work.EndAsync(claim, item, outcome));
        return true;
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (QueueException away) when (away.CanRetry)
        {
            await Task.Delay(30);
            return default;
        }
    }

    private async Task TryUntilDoneAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (QueueException away) when (away.CanRetry)
            {
                await Task.Delay(30);
                await fate.TemptAsync();
            }
        }
    }
}
