using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Sending;

/// <summary>One thing that came in.</summary>
public abstract record PlanInput
{
    /// <summary>A path, given or found in a row.</summary>
    /// <param name="Path">The path; null or empty is a file that is not there.</param>
    /// <param name="IsLiteral">Whether it is taken as it stands.</param>
    /// <param name="Problem">Why it is no path at all; null when it is one.</param>
    /// <param name="SessionKey">Key of the session that its row names; null where it names none.</param>
    public sealed record OfPath(string? Path, bool IsLiteral, string? Problem = null, string? SessionKey = null) : PlanInput;

    /// <summary>A file that was checked before.</summary>
    /// <param name="File">Its facts.</param>
    public sealed record OfFile(Attachment File) : PlanInput;

    /// <summary>An upload URL that was made before.</summary>
    /// <param name="Url">The URL, with its file and target.</param>
    /// <param name="SessionKey">Key of the session it was made in.</param>
    public sealed record OfUrl(UploadUrl Url, string SessionKey) : PlanInput;

    /// <summary>The receipt of an earlier try.</summary>
    /// <param name="State">How it ended.</param>
    /// <param name="Path">Path of its file.</param>
    /// <param name="Name">Display name.</param>
    /// <param name="SentName">Name on the wire; empty where it is not known.</param>
    /// <param name="ContentType">Content type.</param>
    /// <param name="Route">Route it took or would have taken.</param>
    /// <param name="Target">Where it was to go.</param>
    /// <param name="SessionKey">Key of its session; null where it is not known.</param>
    /// <param name="Text">Its text, with what is known of whether it has gone.</param>
    public sealed record OfReceipt(
        string State, string Path, string Name, string SentName, string ContentType, string? Route, Target Target, string? SessionKey, PlannedText? Text) : PlanInput;
}
