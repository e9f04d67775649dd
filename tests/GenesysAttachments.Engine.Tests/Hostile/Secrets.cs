using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>The secrets of a hostile run, and every form in which somebody could repeat them.</summary>
internal static class Secrets
{
    public const string Client = "client/SECRET+of=the&night-0123456789";
    public const string Header = "header.SECRET-0123456789abcdef";
    public const string GuestToken = "0f8fad5b-d9cb-469f-a165-70867728950e";

    public static string[] All { get; } = [Client, Header, GuestToken, UsualOrg.AccessToken, UsualOrg.GuestJwt, UsualOrg.Signature];

    private static readonly (string Secret, Form Form)[] Needles = [.. from secret in All from form in Forms(secret) select (secret, form)];

    private static readonly SearchValues<string> AnyNeedle = SearchValues.Create([.. Needles.Select(needle => needle.Form.Needle)], StringComparison.OrdinalIgnoreCase);

    /// <summary>Every form of a secret.</summary>
    public static IEnumerable<Form> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var percent = Uri.EscapeDataString(secret);
        return
        [
            new("as it is", secret),
            new("percent", percent),
            new("double percent", Uri.EscapeDataString(percent)),
            new("every byte percent", string.Concat(bytes.Select(one => $"%{one:x2}"))),
            new("JSON", JavaScriptEncoder.Default.Encode(secret)),
            new("JSON, all escaped", string.Concat(secret.Select(c => $"\\u{(int)c:x4}"))),
            new("HTML", WebUtility.HtmlEncode(secret)),
            new("HTML, all in numbers", string.Concat(secret.Select(c => $"&#x{(int)c:X};"))),
            new("hex", Convert.ToHexStringLower(bytes)),
            new("HEX", Convert.ToHexString(bytes)),
            new("dashless", secret.Replace("-", "", StringComparison.Ordinal)),
            new("upper case", secret.ToUpperInvariant()),
            new("lower case", secret.ToLowerInvariant()),
            .. Enumerable.Range(0, 3).SelectMany(before => Base64(bytes, before)),
        ];
    }

    /// <summary>The forms that stand in a text.</summary>
    public static IEnumerable<string> In(string text) =>
        // Texts are long and needles many: all at once first.
        from needle in text.AsSpan().ContainsAny(AnyNeedle) ? Needles : []
        where text.Contains(needle.Form.Needle, needle.Form.Needle == needle.Form.Text ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
        select $"{needle.Form.Name} of {needle.Secret[..6]}…";

    // Within the Base64 of a longer text; what to look for is what does not depend on the bytes around it.
    private static IEnumerable<Form> Base64(byte[] secret, int before)
    {
        var text = Convert.ToBase64String([.. "ab"u8[..before], .. secret, .. "yz"u8]);
        var needle = text[(((8 * before) + 5) / 6)..(8 * (before + secret.Length) / 6)];
        return [new($"Base64 after {before}", text, needle), new($"Base64 for URLs after {before}", Url(text), Url(needle))];

        static string Url(string base64) => base64.Replace('+', '-').Replace('/', '_').TrimEnd('=');
    }

    /// <summary>One way to repeat a secret.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="Text">The secret in it.</param>
    /// <param name="Needle">What to look for.</param>
    internal sealed record Form(string Name, string Text, string Needle)
    {
        public Form(string name, string text)
            : this(name, text, text)
        {
        }
    }
}
