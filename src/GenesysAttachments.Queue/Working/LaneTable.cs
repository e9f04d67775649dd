using System.Collections.Concurrent;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Lanes;

namespace GenesysAttachments.Queue.Working;

/// <summary>The lanes that a worker holds: so many at a time, kept by a heartbeat, given back when their items are done.</summary>
/// <param name="desk">What it writes down with.</param>
/// <param name="most">How many at a time.</param>
/// <param name="time">Clock.</param>
internal sealed class LaneTable(WorkDesk desk, int most, TimeProvider time) : IAsyncDisposable
{
    // How often a worker without work looks for some, where nothing tells it before.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<LaneHold, bool> _held = new();
    private readonly ConcurrentBag<Task> _closing = [];
    private readonly SemaphoreSlim _room = new(most, most);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;
    private long _failed;

    /// <summary>Whether none is held.</summary>
    public bool AreAllBack => _held.IsEmpty;

    /// <summary>Waits for room for one more.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Holds a claimed lane.</summary>
    public LaneHold Take(LaneClaim claim, int items)
    {
        var hold = new LaneHold(claim, items);
        _held[hold] = true;
        return hold;
    }

    /// <summary>Counts a file that has its end.</summary>
    public void Count(bool wasSent) => Interlocked.Increment(ref wasSent ? ref _sent : ref _failed);

    /// <summary>Counts an item of a lane as done, and gives the lane back after the last.</summary>
    public Task FinishAsync(LaneHold hold) => hold.IsDoneAfter() ? GiveBackAsync(hold) : Task.CompletedTask;

    /// <summary>The same, for who cannot wait.</summary>
    public void FinishLater(LaneHold hold) => _closing.Add(FinishAsync(hold));

    /// <summary>Waits until a lane may be free: one comes back, its time has come, or some time has passed.</summary>
    public async Task WaitForChangeAsync(TimeSpan next, double random, CancellationToken cancellationToken)
    {
        // What is free and was not got has somebody at it right now.
        var wait = (next < Look ? TimeSpan.FromSeconds(Math.Max(next.TotalSeconds, 0.1)) : Look) * (1 + (0.2 * random));
        var changed = Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(wait, time, end.Token)).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Says, again and again, that the worker lives and keeps its lanes; those that it does not keep it takes nothing more of.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await BeatOnceAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(desk.Work.Times.Lease / 3, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until all that was held is given back, as far as there is time for it, and says a last time what was done.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_closing).ConfigureAwait(false);
        await Task.WhenAll(_held.Keys.Select(GiveBackAsync)).ConfigureAwait(false);
        await BeatOnceAsync(desk.Late).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _room.Dispose();
    }

    private async Task BeatOnceAsync(CancellationToken cancellationToken)
    {
        var held = _held.Keys.ToList();
        var (sent, failed) = (Interlocked.Exchange(ref _sent, 0), Interlocked.Exchange(ref _failed, 0));
        try
        {
            var mine = await desk.Work.BeatAsync([.. held.Select(hold => hold.Claim)], sent, failed, cancellationToken).ConfigureAwait(false);
            foreach (var lost in held.Where(hold => !mine.Contains(hold.Claim.Lane)))
            {
                lost.Stop();
            }
        }
        catch (QueueException)
        {
            // Whether the lanes are still its own is asked again at each intent; a beat that was lost is made up for by the next.
            Interlocked.Add(ref _sent, sent);
            Interlocked.Add(ref _failed, failed);
        }
    }

    private async Task GiveBackAsync(LaneHold hold)
    {
        if (_held.TryRemove(hold, out _))
        {
            await desk.WriteAsync(token => desk.Work.ReleaseAsync(hold.Claim, hold.Rest, token)).ConfigureAwait(false);
            _room.Release();
            _changed.TrySetResult();
        }
    }
}
