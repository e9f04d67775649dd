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
        while (times.TryPeek(out var oldest) && oldest + window <= now)
        {
            times.Dequeue();
        }

        if (times.Count >= most)
        {
            return Math.Max(1, (int)Math.Ceiling((times.Peek() + window - now).TotalSeconds));
        }

        times.Enqueue(now);
        return null;
    }
}
