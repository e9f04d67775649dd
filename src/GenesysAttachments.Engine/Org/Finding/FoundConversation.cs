namespace GenesysAttachments.Engine.Org.Finding;

/// <summary>A conversation as analytics tell of it.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Started">When it began; null where that is not told.</param>
/// <param name="Ended">When it ended; null as long as it has not.</param>
/// <param name="Channel">Its channel: <c>webmessaging</c>, <c>whatsapp</c>, …; empty where that is not told.</param>
/// <param name="Direction">Who began it: <c>inbound</c> for the customer, <c>outbound</c>; empty where that is not told.</param>
/// <param name="Address">The customer's address; empty where that is not told.</param>
/// <param name="MediaCount">The most media that one of its sessions counts; null where none counts any.</param>
public sealed record FoundConversation(
    string ConversationId, DateTimeOffset? Started, DateTimeOffset? Ended, string Channel, string Direction, string Address, long? MediaCount);
