using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>
/// A message as the platform tells of it: <c>MessageData</c> where it is sent or read, <c>MessageDetails</c> on its leg. What a message
/// carries stands in <c>normalizedMessage</c> alone; <c>textBody</c>, <c>media</c> and <c>stickers</c> have left the answers.
/// </summary>
/// <param name="downloads">The ids that lead to its files.</param>
/// <param name="baseUrl">Base URL as the caller knows it.</param>
internal sealed class MessageBody(DownloadIds downloads, string baseUrl)
{
    /// <summary>The answer to who sent it: taken, and no more than that.</summary>
    public JsonObject Sent(OrgMessage message) => Of(message, "queued");

    /// <summary>The message read later, with the receipt of what became of it.</summary>
    public JsonObject Read(OrgMessage message)
    {
        var body = Of(message, StatusOf(message));
        if (message.LaterStatus is { } status)
        {
            body["normalizedReceipts"] = new JsonArray(Receipt(status, message.Reason));
        }

        return body;
    }

    private JsonObject Of(OrgMessage message, string status) => new()
    {
        ["id"] = message.Id,
        ["conversationId"] = message.Conversation.ConversationId,
        ["timestamp"] = message.At.UtcDateTime,
        ["direction"] = message.IsInbound ? "inbound" : "outbound",
        ["messengerType"] = "webmessaging",
        ["fromAddress"] = message.IsInbound ? message.Conversation.GuestId : message.Conversation.CommunicationId,
        ["toAddress"] = message.IsInbound ? message.Conversation.CommunicationId : message.Conversation.GuestId,
        ["status"] = status,
        ["normalizedMessage"] = Normalized(message),
        ["selfUri"] = $"/api/v2/conversations/messages/{message.Conversation.ConversationId}/messages/{message.Id}",
    };

    /// <summary>Without name, size or place of its files: those are for who reads the message.</summary>
    public static JsonObject Details(OrgMessage message)
    {
        var metadata = new JsonObject { ["type"] = "Text" };
        if (message.Uploads.Count > 0)
        {
            metadata["content"] = new JsonArray([.. message.Uploads.Select(upload => new JsonObject { ["contentType"] = "Attachment", ["subType"] = upload.Told?.MediaType ?? upload.MediaType })]);
        }

        var details = new JsonObject { ["messageId"] = message.Id, ["messageStatus"] = StatusOf(message), ["messageTime"] = message.At.UtcDateTime };
        if (message.HasMetadata)
        {
            details["messageMetadata"] = metadata;
        }

        return details;
    }

    private static string StatusOf(OrgMessage message) => message.IsInbound ? "received" : message.LaterStatus ?? "queued";

    private JsonObject Normalized(OrgMessage message)
    {
        var normalized = new JsonObject { ["id"] = message.Id, ["type"] = "Text", ["direction"] = message.IsInbound ? "Inbound" : "Outbound", ["originatingEntity"] = "Human" };
        if (message.Text is not null)
        {
            normalized["text"] = message.Text;
        }

        if (message.Uploads.Count > 0)
        {
            normalized["content"] = new JsonArray([.. message.Uploads.Select(upload => new JsonObject { ["contentType"] = "Attachment", ["attachment"] = Attachment(upload) })]);
        }

        return normalized;
    }

    private static JsonObject Receipt(string status, string? reason)
    {
        var isFailure = status is "failed" or "delivery-failed";
        var receipt = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["type"] = "Receipt",
            ["direction"] = "Outbound",
            ["status"] = isFailure ? "Failed" : status == "delivery-success" ? "Delivered" : char.ToUpperInvariant(status[0]) + status[1..],
            ["isFinalReceipt"] = true,
        };
        if (isFailure)
        {
            var why = new JsonObject { ["message"] = "The channel refused the message." };
            if (reason is not null)
            {
                why["code"] = reason;
            }

            receipt["reasons"] = new JsonArray(why);
        }

        return receipt;
    }

    private JsonObject Attachment(Upload upload) => AttachmentBody.Of(upload, DownloadUrl.Of(baseUrl, downloads.IdOf(upload)), "contentSizeBytes");
}
