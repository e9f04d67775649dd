using GenesysAttachments.Engine.Org.Finding;

namespace GenesysAttachments;

/// <summary>A conversation that was found, as analytics tell of it; pipes into whatever takes a conversation.</summary>
public sealed class GCFoundConversation
{
    internal GCFoundConversation(FoundConversation found) =>
        (ConversationId, Started, Ended, Channel, Direction, CustomerAddress, MediaCount) =
        (found.ConversationId, found.Started?.UtcDateTime, found.Ended?.UtcDateTime, found.Channel, found.Direction, found.Address, found.MediaCount);

    /// <summary>The conversation.</summary>
    public string ConversationId { get; }

    /// <summary>When it began, in UTC; null where that is not told.</summary>
    public DateTime? Started { get; }

    /// <summary>When it ended, in UTC; null as long as it has not.</summary>
    public DateTime? Ended { get; }

    /// <summary>Kind of channel, such as <c>webmessaging</c>; empty where that is not told.</summary>
    public string Channel { get; }

    /// <summary>Who began it: <c>inbound</c> for the customer, or <c>outbound</c>; empty where that is not told.</summary>
    public string Direction { get; }

    /// <summary>The customer's address: a number, an address, an id of a guest; empty where that is not told.</summary>
    public string CustomerAddress { get; }

    /// <summary>The most media (files, pictures) that one of its sessions counts; null where none is counted.</summary>
    public long? MediaCount { get; }
}
