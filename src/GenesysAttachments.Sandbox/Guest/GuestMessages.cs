using System.Text;
using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>What a guest says: a text, a file that was uploaded, or an event.</summary>
internal sealed class GuestMessages(Organization org, GuestBody bodies)
{
    /// <summary>Takes a message in and echoes it, or says why not.</summary>
    public Task TakeAsync(GuestVoice voice, JsonObject message, GuestState guest)
    {
        if (message["events"] is JsonArray events)
        {
            return EventAsync(voice, events);
        }

        var (text, attributes) = (message.Text("text"), AttributesOf(message));
        var content = (message["content"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var ids = content.Where(item => item.Text("contentType") == "Attachment").Select(item => (item["attachment"] as JsonObject)?.Text("id") ?? "").ToList();
        var upload = ids.Count == 1 ? guest.Uploads.GetValueOrDefault(ids[0]) : null;
        (int Code, string Message)? problem =
            Encoding.UTF8.GetByteCount(text ?? "") > GuestRules.LongestText ? (4011, "Message too long")
            : Encoding.UTF8.GetByteCount(attributes?.ToJsonString() ?? "") > GuestRules.LongestAttributes ? (4013, "Custom Attributes too large")
            : ids.Count > 1 ? (400, "Only one attachment is allowed.")
            : ids.Count == 1 && upload is null ? (4009, "Attachment not found")
            : upload is { Used: true } ? (4009, "Attachment was sent before")
            : upload is not null && upload.Status != "valid" ? (4010, "Attachment has not been successfully uploaded")
            : ids.Count == 0 && string.IsNullOrEmpty(text) ? (400, "A message needs a text or an attachment.")
            : null;
        return problem is { } found ? voice.RefuseAsync(found.Code, found.Message) : SendAsync(voice, guest, text, upload, attributes ?? []);
    }

    private Task SendAsync(GuestVoice voice, GuestState guest, string? text, Upload? upload, JsonObject attributes)
    {
        upload?.Used = true;
        var said = new OrgMessage
        {
            At = org.Time.GetUtcNow(),
            Route = "Guest",
            Conversation = guest.Conversation,
            IsInbound = true,
            Text = text,
            Uploads = upload is null ? [] : [upload],
            Attributes = attributes.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? ""),
        };
        org.Messages.Add(said);
        return voice.MessageAsync("StructuredMessage", bodies.Of(said));
    }

    // At this place alone: what stands at the root of the frame has been ignored by the platform since 2026-06-05.
    private static JsonObject? AttributesOf(JsonObject message) => ((message["channel"] as JsonObject)?["metadata"] as JsonObject)?["customAttributes"] as JsonObject;

    private static Task EventAsync(GuestVoice voice, JsonArray events)
    {
        var kind = ((events.FirstOrDefault() as JsonObject)?["presence"] as JsonObject)?.Text("type");
        return kind == "Join"
            ? voice.MessageAsync("StructuredMessage", new JsonObject { ["direction"] = "Inbound", ["type"] = "Event", ["events"] = events.DeepClone() })
            : voice.RefuseAsync(403, $"Presence events Conversation {kind} are not supported");
    }
}
