using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Analytics;

/// <summary>A conversation as analytics tell of it.</summary>
/// <param name="Facts">What the whole of it is filtered by.</param>
/// <param name="Sessions">Its sessions, the customer's and the agent's.</param>
internal sealed record DetailsBody(JsonObject Facts, IReadOnlyList<JsonObject> Sessions)
{
    private static readonly string[] Told = ["conversationId", "conversationStart", "conversationEnd", "originatingDirection"];
    private static readonly string[] Purposes = ["customer", "agent"];

    public static DetailsBody Of(Conversation conversation, IReadOnlyList<OrgMessage> said)
    {
        var facts = new JsonObject { ["conversationId"] = conversation.ConversationId, ["conversationStart"] = conversation.StartedAt.UtcDateTime, ["originatingDirection"] = "inbound" };
        if (conversation.EndedAt is { } end)
        {
            facts["conversationEnd"] = end.UtcDateTime;
        }

        if (Count(said) is > 0 and var files)
        {
            facts["oMediaCount"] = files;
        }

        return new DetailsBody(facts, [Session(conversation, said, isCustomer: true), Session(conversation, said, isCustomer: false)]);
    }

    public JsonObject Whole()
    {
        var body = new JsonObject();
        foreach (var name in Told.Where(name => Facts[name] is not null))
        {
            body[name] = Facts[name]!.DeepClone();
        }

        body["participants"] = new JsonArray([.. Purposes.Zip(Sessions).Select(pair => new JsonObject
        {
            ["participantId"] = pair.Second["sessionId"]!.DeepClone(), ["purpose"] = pair.First, ["sessions"] = new JsonArray(pair.Second.DeepClone()),
        })]);
        return body;
    }

    private static JsonObject Session(Conversation conversation, IReadOnlyList<OrgMessage> said, bool isCustomer)
    {
        var session = new JsonObject
        {
            ["sessionId"] = isCustomer ? conversation.GuestId : conversation.CommunicationId,
            ["mediaType"] = "message",
            ["messageType"] = "webmessaging",
            ["direction"] = "inbound",
            ["addressFrom"] = isCustomer ? conversation.GuestId : conversation.ChannelId,
            ["addressTo"] = isCustomer ? conversation.ChannelId : conversation.GuestId,
        };
        if (Count(said.Where(message => message.IsInbound == isCustomer)) is > 0 and var files)
        {
            session["mediaCount"] = files;
        }

        return session;
    }

    private static int Count(IEnumerable<OrgMessage> messages) => messages.Sum(message => message.Uploads.Count);
}
