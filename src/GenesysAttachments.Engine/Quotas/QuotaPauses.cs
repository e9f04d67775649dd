using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Quotas;

/// <summary>How long nobody may send, whatever the window has room for: a pause is waited out, a park refuses. Times are those that have passed.</summary>
internal sealed class QuotaPauses
{
    private TimeSpan _parkedUntil;
    private (DateTimeOffset At, string Why) _parked;

    /// <summary>When the pause ends, or has ended.</summary>
    public TimeSpan PausedUntil { get; private set; }

    /// <summary>Whether neither holds.</summary>
    public bool IsOpen(TimeSpan now) => PausedUntil <= now && _parkedUntil <= now;

    /// <summary>Pauses until then; a longer pause stays.</summary>
    public void Pause(TimeSpan until) => PausedUntil = until > PausedUntil ? until : PausedUntil;

    /// <summary>Parks until then; a longer park stays.</summary>
    /// <param name="until">When it ends.</param>
    /// <param name="at">The same by the clock on the wall, for whoever is refused.</param>
    /// <param name="why">The refusal in words.</param>
    public void Park(TimeSpan until, DateTimeOffset at, string why)
    {
        if (until > _parkedUntil)
        {
            (_parkedUntil, _parked) = (until, (at, why));
        }
    }

    /// <summary>Makes the errors of whoever asks while parked, one each; null where it is not.</summary>
    public Func<GCException>? Parked(TimeSpan now) =>
        _parkedUntil > now ? () => new GCException(ErrorIds.RateLimited, _parked.Why) { StatusCode = 429, StopsBatch = true, RetryAt = _parked.At } : null;

    /// <summary>Ends both.</summary>
    public void Clear() => (PausedUntil, _parkedUntil) = (TimeSpan.Zero, TimeSpan.Zero);
}
