using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>A conversation as <c>GET /api/v2/conversations/{id}</c> tells of it: always with <c>startTime</c> and <c>participants</c>, and with <c>endTime</c> when it is closed.</summary>
internal static class ConversationBody
{
    private const string AgentUserId = "5f2c1a44-3b7e-4c59-9a6d-7e1f0d2b8c11";

    /// <param name="conversation">The conversation.</param>
    /// <param name="messages">What was said: the customer's on their leg, the agent's on the other.</param>
    public static JsonObject Of(Conversation conversation, Messages messages)
    {
        var customer = Participant("customer", "Guest", Leg(conversation, conversation.GuestId, messages.Tell(conversation, isInbound: true)));
        var agent = Participant("agent", "Sandbox Agent", Leg(conversation, conversation.CommunicationId, messages.Tell(conversation, isInbound: false)));
        agent["userId"] = AgentUserId;
        var body = new JsonObject { ["id"] = conversation.ConversationId, ["startTime"] = conversation.StartedAt.UtcDateTime, ["participants"] = new JsonArray(customer, agent) };
        if (conversation.EndedAt is { } end)
        {
            body["endTime"] = end.UtcDateTime;
        }

        return body;
    }

    /// <summary>As <c>GET /api/v2/conversations/messages/{id}</c> tells of it: what was said stands with who said it, no leg between.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="messages">What was said.</param>
    public static JsonObject WithoutLegs(Conversation conversation, Messages messages)
    {
        var body = Of(conversation, messages);
        foreach (var participant in body["participants"]!.AsArray())
        {
            participant!["messages"] = participant["messages"]![0]!["messages"]!.DeepClone();
        }

        return body;
    }

    private static JsonObject Participant(string purpose, string name, JsonObject leg) => new()
    {
        ["id"] = Guid.NewGuid().ToString(), ["purpose"] = purpose, ["name"] = name, ["messages"] = new JsonArray(leg),
    };

    private static JsonObject Leg(Conversation conversation, string id, IEnumerable<OrgMessage> said) => new()
    {
        ["id"] = id,
        ["state"] = conversation.IsConnected ? ConversationStates.Connected : ConversationStates.Disconnected,
        ["type"] = "webmessaging",
        ["direction"] = "inbound",
        ["connectedTime"] = conversation.StartedAt.UtcDateTime,
        ["messages"] = new JsonArray([.. said.Select(MessageBody.Details)]),
    };
}
