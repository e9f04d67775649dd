using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>Some of the attachments that were asked for, as they come.</summary>
/// <param name="Attachments">In the order of their messages.</param>
/// <param name="Unread">Messages that could not be read, each with why.</param>
public sealed record AttachmentPage(IReadOnlyList<MessageAttachment> Attachments, IReadOnlyList<GCException> Unread);
