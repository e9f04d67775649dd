namespace GenesysAttachments.Engine.Routes;

/// <summary>What the calls of an agent's leg need (docs/protocol.md, Agent uploads).</summary>
internal static class AgentNeeds
{
    public const string Create = "one of the permissions conversation:message:create, conversation:webmessaging:create";
    public const string View = "one of the permissions conversation:message:view, conversation:webmessaging:view";
    public const string List = "the permission conversation:messageMedia:view";
}
