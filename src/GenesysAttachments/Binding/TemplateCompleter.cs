using System.Collections;

namespace GenesysAttachments.Binding;

/// <summary>Completes the named paths of the Multipart route; offline, and without the engine. A path of one's own is as good.</summary>
public sealed class TemplateCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) =>
    [
        ("Conversation", "/api/v2/conversations/webmessaging/{conversationId}/messages"),
        ("Channel", "/webmessaging/v1/conversations/{conversationId}/channels/{channelId}/messages"),
        ("Guest", "/api/v2/conversations/webmessaging/guests/{guestId}/messages"),
        ("Webchat", "/api/v2/conversations/webchat/messages (known to refuse forms)"),
    ];
}
