using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>What agents have sent, as <c>MessageData</c>, by conversation and by message id.</summary>
internal sealed class AgentMessages
{
    // A conversation tells of its newest messages; nobody reads further back here.
    private const int MostTold = 100;
    private readonly ConcurrentDictionary<string, JsonObject> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> _byConversation = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a message in, and gives it as it is told from then on.</summary>
    public JsonObject Add(Conversation conversation, DateTimeOffset at, string? text, Upload? upload)
    {
        var id = Guid.NewGuid().ToString();
        var normalized = new JsonObject { ["id"] = id, ["type"] = "Text", ["direction"] = "Outbound", ["originatingEntity"] = "Human" };
        var message = new JsonObject
        {
            ["id"] = id,
            ["conversationId"] = conversation.ConversationId,
            ["timestamp"] = at.UtcDateTime,
            ["direction"] = "outbound",
            ["messengerType"] = "webmessaging",
            ["fromAddress"] = conversation.CommunicationId,
            ["toAddress"] = conversation.GuestId,
            ["status"] = "queued",
            ["normalizedMessage"] = normalized,
            ["selfUri"] = $"/api/v2/conversations/messages/{conversation.ConversationId}/messages/{id}",
        };
        if (text is not null)
        {
            (message["textBody"], normalized["text"]) = (text, text);
        }

        if (upload is not null)
        {
            normalized["content"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "Attachment",
                ["attachment"] = new JsonObject { ["id"] = upload.Id, ["mime"] = upload.ContentType, ["filename"] = upload.FileName, ["contentSizeBytes"] = upload.Length, ["mediaType"] = "File" },
            });
        }

        _byId[id] = message;
        _byConversation.GetOrAdd(conversation.ConversationId, _ => new()).Enqueue(message);
        return message;
    }

    /// <summary>The message of that id.</summary>
    public JsonObject? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The newest messages of a conversation, as its leg tells of them: ids, states and times.</summary>
    public JsonArray Tell(string conversationId)
    {
        var messages = _byConversation.TryGetValue(conversationId, out var all) ? all : [];
        return new JsonArray([.. messages.Skip(Math.Max(0, messages.Count - MostTold)).Select(message => new JsonObject
        {
            ["messageId"] = message["id"]!.DeepClone(), ["messageStatus"] = message["status"]!.DeepClone(), ["messageTime"] = message["timestamp"]!.DeepClone(),
        })]);
    }

    public void Clear()
    {
        _byId.Clear();
        _byConversation.Clear();
    }
}
