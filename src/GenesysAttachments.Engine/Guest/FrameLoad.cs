namespace GenesysAttachments.Engine.Guest;

/// <summary>
/// How much comes in on a socket. A guest's conversation brings a few frames a second; a service that floods it would keep this process
/// busy, whether anybody waits for a frame or not.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class FrameLoad(TimeProvider time)
{
    private const int MostInWindow = 10_000;
    private const int BytesAsMuchAsOne = 4096;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private long _since = time.GetTimestamp();
    private int _load;

    /// <summary>Takes in a part of a frame; false where it is too much.</summary>
    public bool Bears(int bytes)
    {
        if (time.GetElapsedTime(_since) > Window)
        {
            (_since, _load) = (time.GetTimestamp(), 0);
        }

        _load += 1 + (bytes / BytesAsMuchAsOne);
        return _load <= MostInWindow;
    }
}
