namespace GenesysAttachments.Engine.Org;

/// <summary>A conversation, as <c>GET /api/v2/conversations/{id}</c> gives it.</summary>
internal sealed class ConversationBody
{
    public string? Id { get; init; }

    public List<ParticipantBody>? Participants { get; init; }
}

/// <summary>The logged-in user's conversations (platform SDK 270, ConversationEntityListing).</summary>
internal sealed class ConversationListBody
{
    public List<ConversationBody>? Entities { get; init; }
}

/// <summary>One participant.</summary>
internal sealed class ParticipantBody
{
    public string? Purpose { get; init; }

    public string? Name { get; init; }

    public string? UserId { get; init; }

    public List<MessageLegBody>? Messages { get; init; }
}

/// <summary>One messaging leg of a participant; its id is the communication id.</summary>
internal sealed class MessageLegBody
{
    public string? Id { get; init; }

    public string? State { get; init; }

    public string? Type { get; init; }

    public DateTimeOffset? ConnectedTime { get; init; }

    /// <summary>What was sent on this leg.</summary>
    public List<MessageDetailBody>? Messages { get; init; }
}

/// <summary>One message as its leg tells of it (platform SDK 270, MessageDetails).</summary>
internal sealed class MessageDetailBody
{
    public string? MessageId { get; init; }

    public DateTimeOffset? MessageTime { get; init; }
}
