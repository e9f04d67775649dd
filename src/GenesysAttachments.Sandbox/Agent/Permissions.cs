namespace GenesysAttachments.Sandbox.Agent;

/// <summary>What the published calls need; where several are named, any one of them.</summary>
internal static class Permissions
{
    public static readonly string[] ViewConversations = ["conversation:communication:view"];

    public static readonly string[] ViewProfiles = ["messaging:supportedContent:view"];

    public static readonly string[] CreateMessages = ["conversation:message:create", "conversation:webmessaging:create"];

    public static readonly string[] ViewMessages = ["conversation:message:view", "conversation:webmessaging:view"];
}
