using GenesysAttachments.Engine.Org;

namespace GenesysAttachments;

/// <summary>
/// A messaging conversation with one of its connected agent legs, or with none where no agent is on it; pipes into
/// <c>Send-GCAttachment</c> by property name.
/// </summary>
public sealed class GCConversation
{
    private GCConversation(ConversationStanding conversation, ConversationLeg? leg) =>
        (ConversationId, State, CommunicationId, Channel, Agent, AgentId, Connected) =
        (conversation.ConversationId, conversation.State, leg?.CommunicationId, leg?.MessengerType ?? conversation.Channel, leg?.Name ?? "", leg?.UserId ?? "", leg?.ConnectedAt?.UtcDateTime);

    /// <summary>The conversation.</summary>
    public string ConversationId { get; }

    /// <summary><c>connected</c>, <c>waiting</c> (no agent is on it), <c>disconnected</c> (nobody is) or <c>closed</c>.</summary>
    public string State { get; }

    /// <summary>The agent's leg; null where no agent is on it.</summary>
    public string? CommunicationId { get; }

    /// <summary>Kind of channel, such as <c>webmessaging</c>.</summary>
    public string Channel { get; }

    /// <summary>Name of the agent.</summary>
    public string Agent { get; }

    /// <summary>User id of the agent.</summary>
    public string AgentId { get; }

    /// <summary>Since when, in UTC.</summary>
    public DateTime? Connected { get; }

    internal static IReadOnlyList<GCConversation> Of(ConversationStanding conversation) =>
        conversation.Legs.Where(leg => leg.Purpose == "agent").ToList() is { Count: > 0 } agents ? [.. agents.Select(leg => new GCConversation(conversation, leg))] : [new GCConversation(conversation, null)];
}
