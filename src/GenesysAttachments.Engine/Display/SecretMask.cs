using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Engine.Display;

/// <summary>
/// Takes known secrets out of what somebody else says, in whatever form it repeats them: as they are, in capitals, without dashes,
/// percent-encoded, escaped for JSON or XML, in hex, as Base64 wherever in it they begin. A text that still holds one in a form nobody
/// foresaw is not shown at all.
/// </summary>
internal sealed partial class SecretMask
{
    private const string Suppressed = "(the answer repeated a secret and is not shown)";

    // Shorter texts are no secrets, and masking them would tear words apart.
    private const int ShortestSecret = 8;
    private const int MostDecodings = 4;
    private const int LongestWord = 200;
    private readonly SecretMask? _first;
    private readonly int _leastLength;
    private readonly Func<IEnumerable<string?>> _secrets;

    /// <summary>Masks these secrets; null and short ones are passed over.</summary>
    public SecretMask(params IEnumerable<string?> secrets)
        : this(null, () => secrets, ShortestSecret)
    {
    }

    private SecretMask(SecretMask? first, Func<IEnumerable<string?>> secrets, int leastLength) => (_first, _secrets, _leastLength) = (first, secrets, leastLength);

    /// <summary>One that knows no secret.</summary>
    public static SecretMask None { get; } = new([]);

    // Not made before a text comes that may hold a secret: each file has a mask of its own, and shows little but ids.
    private Sought Known => field ??= new Sought(_secrets().OfType<string>().Where(secret => secret.Length >= ShortestSecret));

    /// <summary>The same mask, and these secrets as well.</summary>
    public SecretMask And(params IEnumerable<string?> secrets) => new(this, () => secrets, ShortestSecret);

    /// <summary>The same mask, and the secrets of an upload URL as well.</summary>
    public SecretMask AndUrl(string url) => new(this, () => UrlSecrets.Of(url), UrlSecrets.LeastLength(url));

    /// <summary>Words of somebody else, as they may be shown: masked, cleaned, on one line, not too long.</summary>
    /// <remarks>Cleaned first: what is taken out may have stood in the middle of a secret.</remarks>
    public string Show(string text) => Redaction.Text(Apply(Redaction.Clean(text)));

    /// <summary>An id, a status or another word of a protocol, as it may be shown; null when nothing is left.</summary>
    public string? ShowWord(string? word) => Redaction.Word(word) is { } visible ? Redaction.Cut(Apply(visible), LongestWord) : null;

    /// <summary>The text without the secrets.</summary>
    public string Apply(string text)
    {
        text = _first?.Apply(text) ?? text;
        if (text.Length < _leastLength || text.Length < Known.Shortest || !Holds(text))
        {
            return text;
        }

        var masked = Known.Forms.Aggregate(text, (current, form) => current.Replace(form, "…", StringComparison.OrdinalIgnoreCase));
        return Holds(masked) ? Suppressed : masked;
    }

    // Decoded as often as somebody may have encoded it, and without all that is no letter or digit: JSON within JSON doubles backslashes,
    // hex and Base64 may come in groups or lines.
    private bool Holds(string text)
    {
        for (var i = 0; i < MostDecodings; i++)
        {
            var flat = Flat(text);
            if (Known.Needles.Any(needle => flat.Contains(needle, StringComparison.OrdinalIgnoreCase)) || Known.Secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }

            var next = Decode(text);
            if (next == text)
            {
                return false;
            }

            text = next;
        }

        return false;
    }

    private static string Decode(string text) => text.AsSpan().ContainsAny('%', '&', '\\')
        ? WebUtility.HtmlDecode(Uri.UnescapeDataString(Escape().Replace(text, match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString())))
        : text;

    private static string Flat(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static IEnumerable<string> Variants(string secret) =>
        new[] { secret, secret.ToUpperInvariant(), secret.ToLowerInvariant(), secret.Replace("-", "", StringComparison.Ordinal) }.Where(variant => variant.Length >= ShortestSecret).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Encodings(string secret, bool isCore)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return [Convert.ToHexStringLower(bytes), .. Enumerable.Range(0, 3).Select(at => Base64(bytes, at, isCore))];
    }

    // As it stands in the Base64 of a longer text, where 3 n + at bytes come before it: without the characters that its neighbours share,
    // or its core alone, whole groups of four that nobody has cut into.
    private static string Base64(byte[] secret, int at, bool isCore)
    {
        var whole = Convert.ToBase64String([.. new byte[at], .. secret]).TrimEnd('=');
        var (start, end) = (at == 0 ? 0 : 4, (whole.Length - 1) / 4 * 4);
        return isCore && end - start >= ShortestSecret ? whole[start..end] : whole[(at == 0 ? 0 : at + 1)..((at + secret.Length) % 3 == 0 ? ^0 : ^1)];
    }

    private static IEnumerable<string> Forms(string secret)
    {
        var percent = Uri.EscapeDataString(secret);
        return
        [
            secret, percent, Uri.EscapeDataString(percent),
            JavaScriptEncoder.Default.Encode(secret), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret), secret.Replace("/", "\\/", StringComparison.Ordinal),
            WebUtility.HtmlEncode(secret), .. Encodings(secret, isCore: false).Concat(Encodings(secret, isCore: true)).SelectMany(encoded => new[] { encoded, encoded.Replace('+', '-').Replace('/', '_') }),
        ];
    }

    private sealed class Sought(IEnumerable<string> secrets)
    {
        public string[] Secrets { get; } = [.. secrets.Distinct(StringComparer.Ordinal)];

        /// <summary>No shorter text repeats one.</summary>
        public int Shortest => field > 0 ? field : field = Secrets.Length == 0 ? int.MaxValue : Secrets.Min(secret => Math.Max(ShortestSecret, secret.Count(char.IsLetterOrDigit)));

        /// <summary>What a flattened text that repeats one holds.</summary>
        public string[] Needles => field ??=
            [.. Secrets.SelectMany(Variants).SelectMany(variant => Encodings(variant, isCore: true).Prepend(variant)).Select(Flat).Where(needle => needle.Length >= ShortestSecret).Distinct(StringComparer.OrdinalIgnoreCase)];

        /// <summary>What is taken out; longest first, so that what is left of a longer form is not mistaken for a shorter one.</summary>
        public string[] Forms => field ??= [.. Secrets.SelectMany(Variants).SelectMany(SecretMask.Forms).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(form => form.Length)];
    }

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
