using GenesysAttachments.Engine.Org;

namespace GenesysAttachments;

/// <summary>One connected agent leg of a messaging conversation; pipes into <c>Send-GCAttachment</c> by property name.</summary>
public sealed class GCConversation
{
    internal GCConversation(ConversationLeg leg) =>
        (ConversationId, CommunicationId, Channel, Agent, AgentId, Connected) =
        (leg.ConversationId, leg.CommunicationId, leg.MessengerType, leg.Name, leg.UserId, leg.ConnectedAt?.UtcDateTime);

    /// <summary>The conversation.</summary>
    public string ConversationId { get; }

    /// <summary>The leg.</summary>
    public string CommunicationId { get; }

    /// <summary>Kind of channel, such as <c>webmessaging</c>.</summary>
    public string Channel { get; }

    /// <summary>Name of the agent.</summary>
    public string Agent { get; }

    /// <summary>User id of the agent.</summary>
    public string AgentId { get; }

    /// <summary>Since when, in UTC.</summary>
    public DateTime? Connected { get; }
}
