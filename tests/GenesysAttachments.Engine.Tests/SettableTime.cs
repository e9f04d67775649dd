namespace GenesysAttachments.Engine.Tests;

/// <summary>Another clock whose wall face can be set, as a user or a time service does; the time that passes is not touched.</summary>
public sealed class SettableTime(TimeProvider inner) : TimeProvider
{
    /// <summary>By how much the wall face is off.</summary>
    public TimeSpan Shift { get; set; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Shift;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
}
