using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace GenesysAttachments.Sandbox;

/// <summary>One guest: its conversation, uploads, history and rates. Outlives its sockets.</summary>
internal sealed class GuestState(string conversationId, Conversations conversations, bool quota, TimeProvider time)
{
    private const int FramesPerMinute = 60;
    private const int MessagesPerSecond = 2;
    private const int EchoesPerMinute = 2;
    private const int MostConnections = 3;

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _frames = new();
    private readonly Queue<DateTimeOffset> _messages = new();
    private readonly Queue<DateTimeOffset> _echoes = new();
    private readonly List<GuestConnection> _connections = [];

    /// <summary>Its conversation as it stands.</summary>
    public Conversation Conversation => conversations.Find(conversationId) ?? new Conversation(conversationId, "", "", "", "closed");

    /// <summary>Its uploads by attachment id.</summary>
    public ConcurrentDictionary<string, Upload> Uploads { get; } = new(StringComparer.Ordinal);

    /// <summary>Messages as they were echoed, oldest first.</summary>
    public ConcurrentQueue<JsonObject> History { get; } = new();

    /// <summary>The socket that events go to: the newest.</summary>
    public GuestConnection? Connection
    {
        get
        {
            lock (_lock)
            {
                return _connections.LastOrDefault();
            }
        }
    }

    /// <summary>Adds a socket; the oldest, when it is one too many.</summary>
    public GuestConnection? Join(GuestConnection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
            _connections.Add(connection);
            if (_connections.Count <= MostConnections)
            {
                return null;
            }

            var oldest = _connections[0];
            _connections.RemoveAt(0);
            return oldest;
        }
    }

    /// <summary>Forgets a socket that has ended.</summary>
    public void Leave(GuestConnection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
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
