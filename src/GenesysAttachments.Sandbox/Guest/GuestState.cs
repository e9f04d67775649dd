using System.Collections.Concurrent;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>One guest: its conversation, uploads, history and rates. Outlives its sockets.</summary>
internal sealed class GuestState(Deployment deployment, string conversationId, Conversations conversations, GuestRates rates)
{
    private const int MostConnections = 3;

    private readonly Lock _lock = new();
    private readonly List<GuestConnection> _connections = [];

    /// <summary>What it came through.</summary>
    public Deployment Deployment { get; } = deployment;

    /// <summary>Its conversation as it stands.</summary>
    public Conversation Conversation => conversations.Find(conversationId) ?? new Conversation(conversationId, "", "", "", ConversationStates.Closed, default);

    public GuestRates Rates { get; } = rates;

    /// <summary>Its uploads by attachment id.</summary>
    public ConcurrentDictionary<string, Upload> Uploads { get; } = new(StringComparer.Ordinal);

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
}
