namespace GenesysAttachments.Sandbox.Agent;

/// <summary>What the published calls need; where several are named, any one of them.</summary>
internal static class Permissions
{
    public static readonly string[] ViewConversations = ["conversation:communication:view"];

    public static readonly string[] ViewProfiles = ["messaging:supportedContent:view"];

    public static readonly string[] CreateMessages = ["conversation:message:create", "conversation:webmessaging:create"];

    public static readonly string[] ViewMessages = ["conversation:message:view", "conversation:webmessaging:view"];

    /// <summary>For the list of a leg's uploads; not what one of them takes.</summary>
    public static readonly string[] ViewMedia = ["conversation:messageMedia:view"];
}
