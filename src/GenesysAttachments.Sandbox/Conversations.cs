using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace GenesysAttachments.Sandbox;

/// <summary>One conversation with a guest and an agent leg.</summary>
/// <param name="ConversationId">Its id.</param>
/// <param name="CommunicationId">The agent leg.</param>
/// <param name="ChannelId">The channel it came in on.</param>
/// <param name="GuestId">Its guest.</param>
/// <param name="State"><c>connected</c>, <c>disconnected</c> (both have left) or <c>closed</c>.</param>
internal sealed record Conversation(string ConversationId, string CommunicationId, string ChannelId, string GuestId, string State);

/// <summary>The conversations of the org.</summary>
internal sealed class Conversations(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Conversation> _byId = new(StringComparer.OrdinalIgnoreCase);

    public Conversation Open(string state)
    {
        var conversation = new Conversation(Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), state);
        _byId[conversation.ConversationId] = conversation;
        return conversation;
    }

    /// <summary>Changes the state of a conversation.</summary>
    public Conversation? Set(string id, string state) =>
        _byId.TryGetValue(id, out var conversation) ? _byId[id] = conversation with { State = state } : null;

    public void Restore(Conversation conversation)
    {
        _byId.Clear();
        _byId[conversation.ConversationId] = conversation;
    }

    /// <summary>Those that are going on.</summary>
    public IEnumerable<Conversation> Connected => _byId.Values.Where(conversation => conversation.State == "connected");

    public Conversation? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The conversation of a guest, on a channel or on any.</summary>
    public Conversation? FindByGuest(string? channelId, string guestId) =>
        _byId.Values.FirstOrDefault(conversation => (channelId is null || conversation.ChannelId == channelId) && conversation.GuestId == guestId);

    /// <summary><c>GET /api/v2/conversations/{id}</c>: always with <c>startTime</c> and <c>participants</c>.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="sent">What its agent has sent.</param>
    public JsonObject Describe(Conversation conversation, JsonArray sent)
    {
        var state = conversation.State == "connected" ? "connected" : "disconnected";
        return new JsonObject
        {
            ["id"] = conversation.ConversationId,
            ["startTime"] = time.GetUtcNow().AddMinutes(-5).UtcDateTime,
            ["participants"] = new JsonArray(
                Participant("customer", "Guest", null, conversation.GuestId, state, null),
                Participant("agent", "Sandbox Agent", "5f2c1a44-3b7e-4c59-9a6d-7e1f0d2b8c11", conversation.CommunicationId, state, sent)),
        };
    }

    private JsonObject Participant(string purpose, string name, string? userId, string legId, string state, JsonArray? sent)
    {
        var leg = new JsonObject
        {
            ["id"] = legId, ["state"] = state, ["type"] = "webmessaging", ["direction"] = "inbound", ["connectedTime"] = time.GetUtcNow().AddMinutes(-5).UtcDateTime,
        };
        if (sent is not null)
        {
            leg["messages"] = sent;
        }

        var participant = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["purpose"] = purpose,
            ["name"] = name,
            ["messages"] = new JsonArray(leg),
        };
        if (userId is not null)
        {
            participant["userId"] = userId;
        }

        return participant;
    }
}
