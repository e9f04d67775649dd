using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>A file whose bytes the platform has, ready to be sent.</summary>
/// <param name="File">The file, with the name it was announced under.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Id">What the message refers to: an attachment or media id, or a media URI; the path to post to where the message brings the bytes itself.</param>
public sealed record Uploaded(Attachment File, Target Target, string Id)
{
    internal static Uploaded To(UploadUrl url) => new(url.File, url.Target, url.AttachmentId);
}
