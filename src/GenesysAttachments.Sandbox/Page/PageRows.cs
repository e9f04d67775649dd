using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Storage;

namespace GenesysAttachments.Sandbox.Page;

/// <summary>What the page is told, in the shapes that its script reads.</summary>
internal static class PageRows
{
    public static object Of(long number, SentMessage message, KeptFiles files) => new
    {
        number,
        message.At,
        message.Route,
        message.ConversationId,
        message.Text,
        attachments = message.Attachments.Select(attachment => Of(attachment, files.Look(attachment.Id, head => (bool?)(Raster.TypeOf(head) is not null)))),
    };

    public static object Of(long number, LoggedRequest request) => new
    {
        number,
        request.At,
        request.Method,
        target = Shown(request.Target),
        request.BodyLength,
        request.Status,
        request.Milliseconds,
        request.Problem,
    };

    public static object Of(Conversation conversation) => new { id = conversation.ConversationId, conversation.State };

    private static object Of(SentAttachment attachment, bool? isPicture) => new
    {
        attachment.Id,
        attachment.Name,
        attachment.ContentType,
        attachment.Size,
        attachment.Sha256,
        isKept = isPicture is not null,
        isPicture = isPicture == true,
    };

    // What follows the path of an upload URL is its signature, and long.
    private static string Shown(string target) => UrlSigner.IsStorage(target) && target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? target[..query] + "?…" : target;
}
