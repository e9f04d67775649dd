using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Storage;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>A message as a guest is told of it. Its files lie at a signed URL, a fresh one each time, since a guest has no token to show.</summary>
internal sealed class GuestBody(Organization org, UrlSigner signer)
{
    public JsonObject Of(OrgMessage message)
    {
        var body = new JsonObject
        {
            ["direction"] = message.IsInbound ? "Inbound" : "Outbound",
            ["id"] = message.Id,
            ["channel"] = new JsonObject { ["time"] = Wire.Timestamp(message.At), ["messageId"] = message.Id, ["type"] = "Private" },
            ["type"] = "Text",
            ["originatingEntity"] = "Human",
            ["content"] = new JsonArray([.. message.Uploads.Select(upload => new JsonObject { ["contentType"] = "Attachment", ["attachment"] = AttachmentBody.Of(upload, UrlOf(upload), "fileSize") })]),
        };
        if (message.Text is not null)
        {
            body["text"] = message.Text;
        }

        return body;
    }

    /// <summary>Where a guest reads a file again.</summary>
    public string UrlOf(Upload upload) => signer.PresignGet(org.Url, upload.Key);
}
