using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>The calls of an agent's leg (docs/protocol.md, Agent uploads), with the permissions that they need.</summary>
internal static class AgentCalls
{
    public const string NeedsCreate = "one of the permissions conversation:message:create, conversation:webmessaging:create";
    public const string NeedsView = "one of the permissions conversation:message:view, conversation:webmessaging:view";
    public const string NeedsList = "the permission conversation:messageMedia:view";

    /// <summary>A call below a leg.</summary>
    /// <param name="leg">Conversation and communication.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query below the leg, escaped.</param>
    /// <param name="kind">What a repetition costs.</param>
    /// <param name="what">The call in words.</param>
    /// <param name="needs">What it needs.</param>
    public static OrgCall On(Target leg, HttpMethod method, string path, OrgCallKind kind, string what, string needs) => new(
        method,
        $"api/v2/conversations/messages/{Uri.EscapeDataString(leg.ConversationId!)}/communications/{Uri.EscapeDataString(leg.CommunicationId!)}/{path}",
        kind,
        what,
        $"conversation {leg.ConversationId} or its communication {leg.CommunicationId}",
        needs);
}
