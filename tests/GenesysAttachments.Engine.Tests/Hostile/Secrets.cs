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

    private static readonly (string Secret, string Name, string Text)[] Needles = [.. from secret in All from form in Forms(secret) select (secret, form.Name, form.Text)];

    /// <summary>Every form of a secret, by name.</summary>
    public static IEnumerable<(string Name, string Text)> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var percent = Uri.EscapeDataString(secret);
        yield return ("as it is", secret);
        yield return ("percent", percent);
        yield return ("double percent", Uri.EscapeDataString(percent));
        yield return ("every byte percent", string.Concat(bytes.Select(one => $"%{one:x2}")));
        yield return ("JSON", JavaScriptEncoder.Default.Encode(secret));
        yield return ("JSON, all escaped", string.Concat(secret.Select(c => $"\\u{(int)c:x4}")));
        yield return ("HTML", WebUtility.HtmlEncode(secret));
        yield return ("HTML, all in numbers", string.Concat(secret.Select(c => $"&#x{(int)c:X};")));
        yield return ("hex", Convert.ToHexStringLower(bytes));
        yield return ("HEX", Convert.ToHexString(bytes));
        yield return ("dashless", secret.Replace("-", "", StringComparison.Ordinal));
        yield return ("upper case", secret.ToUpperInvariant());
        yield return ("lower case", secret.ToLowerInvariant());
        for (var before = 0; before < 3; before++)
        {
            // Only what does not depend on its neighbours: of the first and last group a part belongs to other bytes.
            var text = Convert.ToBase64String([.. new byte[before], .. bytes])[(before == 0 ? 0 : 4)..];
            text = text.TrimEnd('=')[..^1];
            yield return ($"Base64 after {before}", text);
            yield return ($"Base64 for URLs after {before}", text.Replace('+', '-').Replace('/', '_'));
        }
    }

    /// <summary>The forms that stand in a text.</summary>
    public static IEnumerable<string> In(string text) =>
        from needle in Needles
        where text.Contains(needle.Text, needle.Name.StartsWith("Base64", StringComparison.Ordinal) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)
        select $"{needle.Name} of {needle.Secret[..6]}…";
}
