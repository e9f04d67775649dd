using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>The file that an upload URL is asked for. There is none: its bytes never go anywhere.</summary>
internal static class TrialFile
{
    private const string Stem = "connection-check";

    // Most orgs take the first; where the policy is known, the first it takes.
    private static readonly string[] Extensions = [".pdf", ".png", ".jpg", ".txt", ".docx", ".csv", ".zip", ".mp4", ".mp3"];

    /// <summary>A file of a kind that the policy takes, as far as one is known.</summary>
    public static Attachment Of(AttachmentPolicy? policy)
    {
        var name = Stem + (Extensions.FirstOrDefault(extension => policy is null || (policy.Allows(ContentTypes.ForName(extension)!) && !policy.Blocks(Stem + extension))) ?? Extensions[0]);
        return new Attachment { Path = name, Name = name, SentName = name, Length = 1024, ContentType = ContentTypes.ForName(name)! };
    }
}
