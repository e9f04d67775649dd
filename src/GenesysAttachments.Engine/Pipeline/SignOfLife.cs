namespace GenesysAttachments.Engine.Pipeline;

/// <summary>Says when a run that nobody sees should let itself be heard: whoever ends silent jobs, and whoever waits, must know that it works.</summary>
/// <param name="time">Clock.</param>
public sealed class SignOfLife(TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private long _last = time.GetTimestamp();

    /// <summary>Whether half a minute has passed since the begin, or since it was last so.</summary>
    public bool IsDue()
    {
        if (time.GetElapsedTime(_last) < Every)
        {
            return false;
        }

        _last = time.GetTimestamp();
        return true;
    }
}
