namespace GenesysAttachments.Queue.Lanes;

/// <summary>The answer to an intent.</summary>
public sealed class SendIntent
{
    private readonly TimeProvider _time;
    private readonly long _asked;
    private readonly TimeSpan _within;

    internal SendIntent(IntentAnswer answer, TimeProvider time, long asked, TimeSpan within) => (Answer, _time, _asked, _within) = (answer, time, asked, within);

    /// <summary>Whether it may be sent.</summary>
    public IntentAnswer Answer { get; }

    /// <summary>
    /// Whether it may be sent now; to be asked right before the request. Measured by this machine's steady clock from before the intent was
    /// asked for, which is no later than the database's own time of it: a clock that is wrong, or a process that was frozen, sends nothing late.
    /// </summary>
    public bool MaySend => Answer == IntentAnswer.Granted && _time.GetElapsedTime(_asked) < _within;
}
