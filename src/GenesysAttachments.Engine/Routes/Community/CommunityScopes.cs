using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>The scopes that the community's guides name (docs/protocol.md, Messaging, Media and Multipart).</summary>
internal static class CommunityScopes
{
    public const string AttachmentWrite = "webchat:attachment:write";
    public const string AttachmentRead = "webchat:attachment:read";
    public const string MessageSend = "message:send";
    public const string MediaUpload = "media:upload";
    public const string ConversationSend = "conversation:send";
    public const string FormSend = "webmessaging:send";

    /// <summary>All that a route takes; the published ones take permissions instead.</summary>
    public static string[] Of(string route) => route switch
    {
        RouteNames.Messaging => [AttachmentWrite, AttachmentRead, MessageSend],
        RouteNames.Media => [MediaUpload, ConversationSend],
        RouteNames.Multipart => [FormSend],
        _ => [],
    };

    /// <summary>Scopes as a refusal names them.</summary>
    public static string InWords(params string[] scopes) => $"the scope{(scopes.Length > 1 ? "s" : "")} {string.Join(" and ", scopes)}";
}
