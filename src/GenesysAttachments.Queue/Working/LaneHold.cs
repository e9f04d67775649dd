using GenesysAttachments.Queue.Lanes;

namespace GenesysAttachments.Queue.Working;

/// <summary>A lane that this worker has claimed, until the last of the items it took from it is done.</summary>
/// <param name="claim">The claim.</param>
/// <param name="items">How many items it took.</param>
internal sealed class LaneHold(LaneClaim claim, int items)
{
    private int _open = items;
    private volatile bool _isStopped;
    private long _rest;

    public LaneClaim Claim => claim;

    /// <summary>Whether nothing more of it goes out from here: it is another's now, or one of its items waits and the rest wait behind it.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>How long nobody is to claim it once it is given back.</summary>
    public TimeSpan Rest => TimeSpan.FromTicks(Interlocked.Read(ref _rest));

    /// <summary>The end of the item taken from it last; items of a lane are intended one after the other.</summary>
    public Task Last { get; set; } = Task.CompletedTask;

    /// <summary>Lets nothing more of it go.</summary>
    /// <param name="rest">How long nobody is to claim it.</param>
    public void Stop(TimeSpan rest = default)
    {
        RestFor(rest);
        _isStopped = true;
    }

    /// <summary>Lets it rest once it is given back; what was taken of it goes on.</summary>
    public void RestFor(TimeSpan rest) => Interlocked.Exchange(ref _rest, Math.Max(Interlocked.Read(ref _rest), rest.Ticks));

    /// <summary>Counts one of its items as done; true for the last.</summary>
    public bool IsDoneAfter() => Interlocked.Decrement(ref _open) == 0;
}
