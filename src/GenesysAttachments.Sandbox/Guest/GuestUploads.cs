using System.Globalization;
using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Storage;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>A guest's files: where to put one, where to get it, and away with it.</summary>
internal sealed class GuestUploads(Organization org, UrlSigner signer, GuestBody bodies)
{
    public Task PresignAsync(GuestVoice voice, JsonObject frame, GuestState guest)
    {
        var (name, type, size) = (frame.Text("fileName") ?? "", frame.Text("fileType") ?? "", frame.Number("fileSize") ?? 0);
        var id = frame.Text("attachmentId") ?? Guid.NewGuid().ToString();
        if (FileProblem.OfInbound(org.Policy, name, type, size) is { } problem)
        {
            return voice.RespondAsync("GenerateUrlError", 400, new JsonObject
            {
                ["attachmentId"] = id, ["errorCode"] = problem.Code, ["errorMessage"] = problem.Message, ["name"] = "PresignedUrlError", ["message"] = problem.Message, ["timestamp"] = Now(),
            });
        }

        var upload = org.Uploads.Announce("Guest", guest.Conversation, name, type, size, allowed: true, id);
        upload.OnStored = () => voice.TellAsync(guest, "UploadSuccessEvent", new JsonObject { ["attachmentId"] = id, ["downloadUrl"] = bodies.UrlOf(upload), ["timestamp"] = Now() });
        guest.Uploads[id] = upload;
        var tagging = $"organizationId={org.Id}&originPlatform=PureCloud&role=customer&owner={guest.Conversation.GuestId}";
        var url = signer.Presign(org.Url, upload.Key, [new("x-amz-tagging", tagging), new("Content-Type", type), new("Content-Length", size.ToString(CultureInfo.InvariantCulture))]);
        return voice.RespondAsync("PresignedUrlResponse", 200, Describe(upload, url, new JsonObject { ["x-amz-tagging"] = tagging }));
    }

    /// <summary>A fresh place to read a file from: one of the guest's own, or one that an agent has sent.</summary>
    public Task DownloadAsync(GuestVoice voice, JsonObject frame, GuestState guest) =>
        org.Uploads.Find(frame.Text("attachmentId") ?? "") is { Status: "valid" } upload && (guest.Uploads.ContainsKey(upload.Id) || IsOf(upload, guest.Conversation))
            // Empty headers and a size tell it from an upload URL.
            ? voice.RespondAsync("PresignedUrlResponse", 200, Describe(upload, bodies.UrlOf(upload), []))
            : voice.RefuseAsync(4009, "Attachment not found");

    public static Task DeleteAsync(GuestVoice voice, JsonObject frame, GuestState guest)
    {
        guest.Uploads.TryRemove(frame.Text("attachmentId") ?? "", out _);
        return voice.MessageAsync("AttachmentDeletedResponse", new JsonObject { ["attachmentId"] = frame.Text("attachmentId") });
    }

    private static bool IsOf(Upload upload, Conversation conversation) => upload.Used && upload.Conversation.ConversationId == conversation.ConversationId;

    private static JsonObject Describe(Upload upload, string url, JsonObject headers) => new()
    {
        ["attachmentId"] = upload.Id, ["headers"] = headers, ["url"] = url, ["fileName"] = upload.FileName, ["fileSize"] = upload.Length, ["fileType"] = upload.ContentType,
    };

    private string Now() => Wire.Timestamp(org.Time.GetUtcNow());
}
