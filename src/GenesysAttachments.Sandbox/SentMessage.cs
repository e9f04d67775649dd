namespace GenesysAttachments.Sandbox;

/// <summary>A message as it arrived, for <c>GET /_sandbox/messages</c>.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Route">The route it took.</param>
/// <param name="ConversationId">The conversation it went to.</param>
/// <param name="Text">Its text, if any.</param>
/// <param name="Attachments">Its files.</param>
public sealed record SentMessage(DateTimeOffset At, string Route, string ConversationId, string? Text, IReadOnlyList<SentAttachment> Attachments)
{
    /// <summary>A guest's custom attributes, as the flow would get them.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}
