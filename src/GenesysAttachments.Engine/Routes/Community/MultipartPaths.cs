namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>
/// The named paths of the Multipart route. Compiled into the cmdlet assembly as well, so that completing a name loads no engine.
/// </summary>
internal static class MultipartPaths
{
    internal static readonly (string Name, string Path)[] All =
    [
        ("Conversation", "/api/v2/conversations/webmessaging/{conversationId}/messages"),
        ("Channel", "/webmessaging/v1/conversations/{conversationId}/channels/{channelId}/messages"),
        ("Guest", "/api/v2/conversations/webmessaging/guests/{guestId}/messages"),
        ("Webchat", "/api/v2/conversations/webchat/messages"),
    ];

    /// <summary>The path of a name, in any case; null when it is none of them.</summary>
    internal static string? Find(string name) => All.FirstOrDefault(item => string.Equals(item.Name, name.Trim(), StringComparison.OrdinalIgnoreCase)).Path;
}
