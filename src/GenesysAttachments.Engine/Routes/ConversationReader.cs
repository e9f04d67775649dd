using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Engine.Routes;

/// <summary>Reads the messaging legs of a conversation: <c>GET /api/v2/conversations/{id}</c> (docs/protocol.md, Agent uploads).</summary>
/// <param name="api">The org.</param>
internal sealed class ConversationReader(OrgApi api)
{
    /// <summary>The connected messaging legs, agents first.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationNotFound"/> and what the call itself may meet.</exception>
    public async Task<IReadOnlyList<ConversationLeg>> GetConnectedLegsAsync(string conversationId, int? maximumRetryCount, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(conversationId, maximumRetryCount, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from participant in body.Participants ?? []
               from leg in participant.Messages ?? []
               where leg.Id is not null && string.Equals(leg.State, "connected", StringComparison.OrdinalIgnoreCase)
               orderby participant.Purpose == "agent" ? 0 : 1
               select new ConversationLeg(
                   conversationId, leg.Id!, participant.Purpose ?? "", leg.Type ?? "", participant.Name ?? "", participant.UserId ?? "", leg.ConnectedTime),
        ];
    }

    /// <summary>The conversation as the platform tells it.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationNotFound"/> and what the call itself may meet.</exception>
    public Task<ConversationBody> ReadAsync(string conversationId, int? maximumRetryCount, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Get,
            $"api/v2/conversations/{Uri.EscapeDataString(conversationId)}",
            OrgCallKind.Repeatable,
            $"Reading conversation {conversationId}",
            $"conversation {conversationId}",
            "the permission conversation:communication:view");
        return api.GetAsync(call, EngineJson.Default.ConversationBody, maximumRetryCount, cancellationToken);
    }
}
