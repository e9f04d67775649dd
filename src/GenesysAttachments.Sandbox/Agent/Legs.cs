using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>The agent's leg that a call is about.</summary>
internal sealed class Legs(Conversations conversations, Gate gate)
{
    /// <summary>What is sent on a leg has this route.</summary>
    public const string Route = "Agent";

    /// <summary>The path of a leg's messages.</summary>
    public const string Path = "/api/v2/conversations/messages/{conversationId}/communications/{communicationId}/messages";

    /// <summary>The conversation of the leg; null after a refusal was written.</summary>
    /// <param name="context">The request.</param>
    /// <param name="permissions">One of these is needed.</param>
    /// <param name="conversationId">As the path has it.</param>
    /// <param name="communicationId">As the path has it.</param>
    /// <param name="mustBeOpen">Whether something is to be sent.</param>
    public async Task<Conversation?> FindAsync(HttpContext context, string[] permissions, string conversationId, string communicationId, bool mustBeOpen)
    {
        if (!await gate.AdmitAsync(context, permissions, []))
        {
            return null;
        }

        var conversation = conversations.Find(conversationId);
        if (conversation is null || !conversation.CommunicationId.Equals(communicationId, StringComparison.OrdinalIgnoreCase))
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested conversation or communication was not found.", entity: "conversation");
            return null;
        }

        return mustBeOpen && await Ended.RefuseAsync(context, conversation) ? null : conversation;
    }
}
