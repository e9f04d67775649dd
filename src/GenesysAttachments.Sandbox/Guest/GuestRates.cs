namespace GenesysAttachments.Sandbox.Guest;

/// <summary>How often a guest may speak (docs/protocol.md, Guest).</summary>
internal sealed class GuestRates(bool quota, TimeProvider time)
{
    private const int FramesPerMinute = 60;
    private const int MessagesPerSecond = 2;
    private const int EchoesPerMinute = 2;

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _frames = new();
    private readonly Queue<DateTimeOffset> _messages = new();
    private readonly Queue<DateTimeOffset> _echoes = new();

    /// <summary>How many frames the last minute has seen, how many it may, and the seconds until the oldest of them no longer counts.</summary>
    public (int Used, int Allowed, int SecondsLeft) Window
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetUtcNow();
                Forget(_frames, TimeSpan.FromMinutes(1), now);
                return (_frames.Count, FramesPerMinute, _frames.TryPeek(out var oldest) ? Seconds(oldest, TimeSpan.FromMinutes(1), now) : 0);
            }
        }
    }

    /// <summary>Counts a frame; the seconds to wait when it was one too many.</summary>
    public int? Count(string action)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return !quota ? null : Over(_frames, FramesPerMinute, TimeSpan.FromMinutes(1), now) ?? action switch
            {
                "onMessage" => Over(_messages, MessagesPerSecond, TimeSpan.FromSeconds(1), now),
                "echo" => Over(_echoes, EchoesPerMinute, TimeSpan.FromMinutes(1), now),
                _ => null,
            };
        }
    }

    private static int? Over(Queue<DateTimeOffset> times, int most, TimeSpan window, DateTimeOffset now)
    {
        Forget(times, window, now);
        if (times.Count >= most)
        {
            return Seconds(times.Peek(), window, now);
        }

        times.Enqueue(now);
        return null;
    }

    private static void Forget(Queue<DateTimeOffset> times, TimeSpan window, DateTimeOffset now)
    {
        while (times.TryPeek(out var oldest) && oldest + window <= now)
        {
            times.Dequeue();
        }
    }

    private static int Seconds(DateTimeOffset oldest, TimeSpan window, DateTimeOffset now) => Math.Max(1, (int)Math.Ceiling((oldest + window - now).TotalSeconds));
}
