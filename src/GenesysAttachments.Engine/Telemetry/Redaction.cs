using System.Text.RegularExpressions;

namespace GenesysAttachments.Engine.Telemetry;

/// <summary>Takes secrets out of text that a user may see.</summary>
internal static partial class Redaction
{
    private const int LongestText = 500;

    /// <summary>A URL without its query: <c>https://host/path?…</c>.</summary>
    public static string Url(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? url : url[..query] + "?…";
    }

    /// <summary>Text of a server: queries of URLs and credentials gone, on one line, not too long.</summary>
    public static string Text(string text) =>
        Whole(text) is var clean && clean.Length <= LongestText ? clean : clean[..LongestText] + "…";

    /// <summary>The same in full length.</summary>
    public static string Whole(string text)
    {
        var clean = Query().Replace(text, "$1?…");
        clean = Signature().Replace(clean, "$1…");
        clean = Credentials().Replace(clean, "$1 …");
        return Blanks().Replace(clean, " ").Trim();
    }

    // Also where the URL is percent-encoded or escaped for JSON.
    [GeneratedRegex(@"(https?(?::|%3A)[^\s?""'<>]+?)(?:\?|%3F|\\u003F)[^\s""'<>]+", RegexOptions.IgnoreCase)]
    private static partial Regex Query();

    // What is left of a query without its URL.
    [GeneratedRegex(@"(X-Amz-(?:Signature|Credential|Security-Token)(?:=|%3D|\\u003D|""\s*:\s*"")?)[^\s""'<>&;]+", RegexOptions.IgnoreCase)]
    private static partial Regex Signature();

    [GeneratedRegex(@"\b(bearer|basic)\s+[A-Za-z0-9\-._~+/]+=*", RegexOptions.IgnoreCase)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
