namespace GenesysAttachments.Sandbox.Org;

/// <summary>One conversation with a guest and an agent leg.</summary>
/// <param name="ConversationId">Its id.</param>
/// <param name="CommunicationId">The agent leg.</param>
/// <param name="ChannelId">The channel it came in on.</param>
/// <param name="GuestId">Its guest.</param>
/// <param name="State">One of <see cref="ConversationStates"/>: in <c>disconnected</c> both have left, <c>closed</c> is the end of it.</param>
/// <param name="StartedAt">When it was opened.</param>
/// <param name="EndedAt">When it was closed; null as long as it is not.</param>
internal sealed record Conversation(string ConversationId, string CommunicationId, string ChannelId, string GuestId, string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt = null)
{
    /// <summary>Owner of what names no conversation.</summary>
    public static Conversation None { get; } = new("", "", "", "", "", default);

    /// <summary>Whether it still takes messages.</summary>
    public bool IsConnected => State == ConversationStates.Connected;

    /// <summary>Whether it is over for good.</summary>
    public bool IsClosed => State == ConversationStates.Closed;
}
