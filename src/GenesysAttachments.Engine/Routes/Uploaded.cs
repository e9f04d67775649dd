using System.Globalization;
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
    /// <summary>What a message with them is called.</summary>
    internal static string NameOf(IReadOnlyList<Uploaded> uploads) =>
        uploads.Count == 1 ? $"The message with '{uploads[0].File.SentName}'" : string.Create(CultureInfo.InvariantCulture, $"The message with '{uploads[0].File.SentName}' and {uploads.Count - 1} more");

    internal static Uploaded To(UploadUrl url) => new(url.File, url.Target, url.AttachmentId);
}
