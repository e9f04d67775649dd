using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Downloads;

/// <summary>A recording of a conversation of messages, with its transcript and without.</summary>
internal static class RecordingBody
{
    public static JsonObject Metadata(string id, Conversation conversation) => new()
    {
        ["id"] = id,
        ["conversationId"] = conversation.ConversationId,
        ["startTime"] = conversation.StartedAt.UtcDateTime,
        ["endTime"] = conversation.EndedAt?.UtcDateTime,
        ["media"] = "message",
        ["fileState"] = "AVAILABLE",
        ["selfUri"] = $"/api/v2/conversations/{conversation.ConversationId}/recordings/{id}",
    };

    /// <param name="id">Its id.</param>
    /// <param name="conversation">What it is of.</param>
    /// <param name="said">What was said, oldest first.</param>
    /// <param name="urlOf">Where a file lies.</param>
    public static JsonObject Whole(string id, Conversation conversation, IEnumerable<OrgMessage> said, Func<Upload, string> urlOf)
    {
        var body = Metadata(id, conversation);
        body["messagingTranscript"] = new JsonArray([.. said.Select(message => Line(message, urlOf))]);
        return body;
    }

    private static JsonObject Line(OrgMessage message, Func<Upload, string> urlOf) => new()
    {
        ["id"] = message.Id,
        ["from"] = message.IsInbound ? message.Conversation.GuestId : message.Conversation.CommunicationId,
        ["to"] = message.IsInbound ? message.Conversation.CommunicationId : message.Conversation.GuestId,
        ["timestamp"] = message.At.UtcDateTime,
        ["purpose"] = message.IsInbound ? "customer" : "agent",
        ["messageText"] = message.Text,
        ["messageMediaAttachments"] = new JsonArray([.. message.Uploads.Select(upload => Attachment(AttachmentBody.Of(upload, urlOf(upload), "contentSizeBytes")))]),
    };

    // Other names for the same facts.
    private static JsonObject Attachment(JsonObject told)
    {
        var body = new JsonObject { ["id"] = told["id"]?.DeepClone() };
        foreach (var (name, field) in new[] { ("url", "url"), ("mediaType", "mime"), ("contentLength", "contentSizeBytes"), ("name", "filename") })
        {
            if (told[field] is { } value)
            {
                body[name] = value.DeepClone();
            }
        }

        return body;
    }
}
