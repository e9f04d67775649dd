using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>A message that may have gone, to be looked for in its conversation.</summary>
/// <param name="Target">Where it went, its communication looked up.</param>
/// <param name="AttachmentId">What it carried; null for a text.</param>
/// <param name="Text">Its words; null for a file.</param>
/// <param name="At">When it was to be sent, in UTC.</param>
public sealed record SoughtMessage(Target Target, string? AttachmentId, string? Text, DateTimeOffset At);
