namespace GenesysAttachments.Engine.Org;

/// <summary>One connected messaging leg of a conversation.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="CommunicationId">The leg.</param>
/// <param name="Purpose">Who is on it: <c>agent</c>, <c>customer</c>, …</param>
/// <param name="MessengerType">The channel: <c>webmessaging</c>, <c>whatsapp</c>, …; empty when not said.</param>
/// <param name="Name">The participant's name; empty when not said.</param>
/// <param name="UserId">The agent's user id; empty for others.</param>
/// <param name="ConnectedAt">Since when, in UTC.</param>
public sealed record ConversationLeg(
    string ConversationId, string CommunicationId, string Purpose, string MessengerType, string Name, string UserId, DateTimeOffset? ConnectedAt);
