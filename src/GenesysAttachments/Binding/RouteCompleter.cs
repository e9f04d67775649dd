using System.Collections;

namespace GenesysAttachments.Binding;

/// <summary>Completes a route; offline, and without the engine.</summary>
public sealed class RouteCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) =>
    [
        ("Agent", "into a conversation, as its agent: published platform API"),
        ("Guest", "as the guest of a deployment: published web messaging API"),
        ("Media", "into a conversation, by the media service: community guide"),
        ("Messaging", "to a guest on a channel: community guide"),
        ("Multipart", "file and message in one form: community guide"),
    ];
}
