namespace GenesysAttachments.Engine.Receiving;

/// <summary>Which attachments are meant.</summary>
public sealed record AttachmentQuery
{
    /// <summary>The conversation; null for a guest's own, or where messages are named.</summary>
    public string? ConversationId { get; init => field = OrNull(value); }

    /// <summary>Only those of these messages; empty for all of the conversation.</summary>
    public IReadOnlyList<string> MessageIds { get; init => field = [.. value.Select(OrNull).OfType<string>()]; } = [];

    /// <summary>Only the one of this id; null for all.</summary>
    public string? AttachmentId { get; init => field = OrNull(value); }

    private static string? OrNull(string? id) => string.IsNullOrWhiteSpace(id) ? null : id.Trim();
}
