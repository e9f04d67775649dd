using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Org;

/// <summary>Reads the messaging legs of a conversation: <c>GET /api/v2/conversations/{id}</c> (docs/protocol.md, Agent uploads).</summary>
/// <param name="api">The org.</param>
internal sealed class ConversationReader(OrgApi api)
{
    /// <summary>What reading a conversation needs.</summary>
    public const string Needs = "the permission conversation:communication:view";

    /// <summary>The conversation's state and its connected messaging legs.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationNotFound"/> and what the call itself may meet.</exception>
    public async Task<ConversationStanding> GetStandingAsync(string conversationId, CallContext context, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(conversationId, context, cancellationToken).ConfigureAwait(false);
        var mask = api.MaskOf(context);
        var channel = (body.Participants ?? []).SelectMany(participant => participant.Messages ?? []).Select(leg => mask.ShowWord(leg.Type)).FirstOrDefault(type => type is not null);
        return new ConversationStanding(conversationId, ConversationStates.Of(body), channel ?? "", LegsOf(conversationId, body, mask));
    }

    /// <summary>
    /// The connected messaging legs of the user's own conversations: <c>GET /api/v2/conversations</c>. A client without a user has none,
    /// and is refused.
    /// </summary>
    /// <exception cref="GCException">What the call itself may meet.</exception>
    public async Task<IReadOnlyList<ConversationLeg>> GetOwnLegsAsync(CallContext context, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Get, "api/v2/conversations", OrgCallKind.Repeatable, "Listing the user's conversations", "the list of conversations", "a user who is signed in");
        var body = await api.GetAsync(call, OrgJson.Default.ConversationListBody, context with { MaximumRetryCount = 0 }, cancellationToken).ConfigureAwait(false);
        return [.. (body.Entities ?? []).Where(conversation => conversation.Id is not null).SelectMany(conversation => LegsOf(conversation.Id!, conversation, api.MaskOf(context)))];
    }

    /// <summary>The conversation as the platform tells it.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.ConversationNotFound"/> and what the call itself may meet.</exception>
    public Task<ConversationBody> ReadAsync(string conversationId, CallContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(conversationId))
        {
            throw new GCException(ErrorIds.TargetMissing, "The conversation id is empty.") { Advice = "Give the id of a conversation, a UUID." };
        }

        var call = new OrgCall(
            HttpMethod.Get,
            $"api/v2/conversations/{Uri.EscapeDataString(conversationId)}",
            OrgCallKind.Repeatable,
            $"Reading conversation {conversationId}",
            $"conversation {conversationId}",
            Needs);
        return api.GetAsync(call, OrgJson.Default.ConversationBody, context, cancellationToken);
    }

    private static IReadOnlyList<ConversationLeg> LegsOf(string conversationId, ConversationBody body, SecretMask mask) =>
    [
        .. from participant in body.Participants ?? []
           from leg in participant.Messages ?? []
           where leg.Id is not null && mask.Apply(leg.Id) == leg.Id && ConversationStates.IsConnected(leg.State)
           orderby participant.Purpose == "agent" ? 0 : 1
           select new ConversationLeg(
               conversationId, leg.Id!, mask.ShowWord(participant.Purpose) ?? "", mask.ShowWord(leg.Type) ?? "", mask.Show(participant.Name ?? ""), mask.ShowWord(participant.UserId) ?? "", leg.ConnectedTime),
    ];
}
