using System.Collections.Frozen;

namespace GenesysAttachments.Engine.Telemetry;

/// <summary>The path of a call with its ids left open, for traces: these take known values alone.</summary>
internal static class UrlTemplate
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "api", "attachments", "bulk", "channels", "communications", "conversations", "default", "guest", "guests", "me", "media", "messages", "messaging", "oauth", "supportedcontent",
        "token", "tokens", "upload", "upload-url", "uploads", "v1", "v2", "webchat", "webmessaging",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Such as <c>/api/v2/conversations/{id}</c>.</summary>
    public static string Of(Uri address) => string.Join('/', address.AbsolutePath.Split('/').Select(step => step.Length == 0 || Known.Contains(step) ? step : "{id}"));
}
