using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Engine.Telemetry;

/// <summary>
/// Takes known secrets out of what a server says, in whatever form it repeats them: as they are, percent-encoded, escaped for JSON or
/// XML, as Base64. A text that still holds one in a form nobody foresaw is not shown at all.
/// </summary>
internal sealed partial class SecretMask
{
    private const string Suppressed = "(the answer repeated a secret and is not shown)";

    // Shorter texts are no secrets, and masking them would tear words apart.
    private const int ShortestSecret = 8;
    private const int MostDecodings = 3;

    private readonly string[] _secrets;
    private readonly string[] _forms;

    /// <summary>Masks these secrets; null and short ones are passed over.</summary>
    public SecretMask(params IEnumerable<string?> secrets)
    {
        _secrets = [.. secrets.OfType<string>().Where(secret => secret.Length >= ShortestSecret).Distinct(StringComparer.Ordinal)];
        // Longest first, so that what is left of a longer form is not mistaken for a shorter one.
        _forms = [.. _secrets.SelectMany(Forms).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(form => form.Length)];
    }

    /// <summary>The secrets of an upload URL: its query, and each value in it.</summary>
    public static SecretMask OfUrl(string url)
    {
        var parts = UrlQuery.Pairs(url).Select(pair => pair.Value).Append(UrlQuery.Of(url));
        return new SecretMask(parts.SelectMany(part => new[] { part, Uri.UnescapeDataString(part) }));
    }

    /// <summary>The text without the secrets.</summary>
    public string Apply(string text)
    {
        var masked = _forms.Aggregate(text, (current, form) => current.Replace(form, "…", StringComparison.OrdinalIgnoreCase));
        var decoded = masked;
        for (var i = 0; i < MostDecodings; i++)
        {
            var next = WebUtility.HtmlDecode(Uri.UnescapeDataString(Escape().Replace(decoded, match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString()))).Replace("\\/", "/", StringComparison.Ordinal);
            if (next == decoded)
            {
                break;
            }

            decoded = next;
        }

        // Without backslashes: JSON within JSON doubles them at each level.
        decoded = Flat(decoded);
        return _secrets.Any(secret => decoded.Contains(Flat(secret), StringComparison.OrdinalIgnoreCase)) ? Suppressed : masked;
    }

    private static string Flat(string text) => text.Replace("\\", "", StringComparison.Ordinal);

    private static IEnumerable<string> Forms(string secret)
    {
        var percent = Uri.EscapeDataString(secret);
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=');
        return
        [
            secret, percent, Uri.EscapeDataString(percent),
            JavaScriptEncoder.Default.Encode(secret), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret), secret.Replace("/", "\\/", StringComparison.Ordinal),
            WebUtility.HtmlEncode(secret), base64, base64.Replace('+', '-').Replace('/', '_'),
        ];
    }

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
