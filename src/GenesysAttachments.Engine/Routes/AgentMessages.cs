using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;

namespace GenesysAttachments.Engine.Routes;

/// <summary>Reads messages of a conversation, many by one call (docs/protocol.md, Reading messages).</summary>
/// <param name="api">The org.</param>
internal sealed class AgentMessages(OrgApi api)
{
    /// <summary>Most ids of one call.</summary>
    public const int MostIds = 1000;

    /// <summary>The messages that the platform knows, in any order.</summary>
    /// <param name="conversationId">Their conversation.</param>
    /// <param name="ids">At most <see cref="MostIds"/>.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="Errors.GCException">What the call itself may meet.</exception>
    public async Task<IReadOnlyList<AgentMessageReply>> ReadAsync(string conversationId, string[] ids, CallContext context, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Post,
            $"api/v2/conversations/messages/{Uri.EscapeDataString(conversationId)}/messages/bulk",
            OrgCallKind.Read,
            $"Reading messages of conversation {conversationId}",
            $"conversation {conversationId}",
            "one of the permissions conversation:message:view, conversation:webmessaging:view");
        var listing = await api.PostAsync(call, ids, RouteJson.Default.StringArray, RouteJson.Default.AgentMessageListing, context, cancellationToken).ConfigureAwait(false);
        return [.. listing.Entities ?? []];
    }
}
