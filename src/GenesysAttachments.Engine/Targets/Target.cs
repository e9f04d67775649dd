namespace GenesysAttachments.Engine.Targets;

/// <summary>The ids that say where an attachment goes. Empty strings count as absent.</summary>
public sealed record Target
{
    private readonly string? _conversationId;
    private readonly string? _communicationId;
    private readonly string? _channelId;
    private readonly string? _guestId;

    /// <summary>Conversation, a UUID.</summary>
    public string? ConversationId { get => _conversationId; init => _conversationId = OrNull(value); }

    /// <summary>The conversation's connected agent leg, a UUID; looked up when absent.</summary>
    public string? CommunicationId { get => _communicationId; init => _communicationId = OrNull(value); }

    /// <summary>Channel of the Messaging route.</summary>
    public string? ChannelId { get => _channelId; init => _channelId = OrNull(value); }

    /// <summary>Guest of the Messaging route.</summary>
    public string? GuestId { get => _guestId; init => _guestId = OrNull(value); }

    /// <summary>What orders messages: all that share it leave in input order. A conversation is a UUID, the same in capitals.</summary>
    public string Key => ConversationId is { } conversation ? $"c:{conversation.ToLowerInvariant()}" : $"g:{ChannelId}/{GuestId}";

    private static string? OrNull(string? id) => string.IsNullOrWhiteSpace(id) ? null : id.Trim();
}
