namespace GenesysAttachments.Engine.Org;

/// <summary>A conversation as it stands.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="State">One of <see cref="ConversationStates"/>.</param>
/// <param name="Channel">Its channel: <c>webmessaging</c>, <c>whatsapp</c>, …; empty when not said.</param>
/// <param name="Legs">Its connected messaging legs, agents first.</param>
public sealed record ConversationStanding(string ConversationId, string State, string Channel, IReadOnlyList<ConversationLeg> Legs)
{
    /// <summary>The legs to send from.</summary>
    internal IReadOnlyList<ConversationLeg> AgentLegs => [.. Legs.Where(leg => leg.Purpose == "agent")];
}
