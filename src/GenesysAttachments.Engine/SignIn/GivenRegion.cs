using System.Text;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>
/// A region as it was given, and where. The one place that decides which domain it stands for, and whether the secret of a sign-in may go
/// there unasked: to a region of the table, and to any under the platform's own suffixes, because new regions keep coming.
/// </summary>
/// <param name="text">AWS region, domain, or one of the platform's hosts, also as an https URL.</param>
/// <param name="source">Where it stands, for errors: a parameter, a variable, a profile.</param>
public sealed class GivenRegion(string text, string source)
{
    // A host name has 253 characters, and the longest host of a region is "webmessaging." before its domain.
    private const int LongestDomain = 240;

    // Line ends come from files of variables; any other blank is no accident.
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];
    private static readonly string[] HostPrefixes = ["login.", "api.", "apps.", "webmessaging.", "api-cdn."];
    private static readonly string[] PlatformSuffixes = [".pure.cloud", ".us-gov-pure.cloud", ".eusc-pure.cloud"];

    private readonly string? _domain = Read(text);

    /// <summary>As it was given.</summary>
    public string Text => text;

    /// <summary>Whether it is a domain that nothing is known of, so that only the user can say whether a secret may go there.</summary>
    public bool NeedsTrust => _domain is { } domain && !IsPlatform(domain);

    /// <summary>The domain it stands for.</summary>
    /// <param name="isTrusted">Whether the user lets the secret go to a domain that nothing is known of.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: it stands for no domain, or for one that is not trusted.</exception>
    public string Resolve(bool isTrusted)
    {
        var nearest = RegionGuess.Nearest(Host(text.ToLowerInvariant()));
        var guess = nearest is null ? "" : $" Perhaps {nearest} was meant.";
        if (_domain is null)
        {
            throw new GCException(ErrorIds.RequestInvalid, $"'{Shown(text)}' is not a region (from {source}).{guess}")
            {
                Advice = "Give an AWS region such as eu-west-1, a domain such as mypurecloud.ie, or the https URL of its host without user name, port, path and query.",
            };
        }

        return isTrusted || !NeedsTrust ? _domain
            : throw new GCException(
                ErrorIds.RequestInvalid,
                $"'{Shown(text)}' is not a region of Genesys Cloud (from {source}), and the client secret or token would go to its hosts, such as login.{_domain}.{guess} Only -TrustRegion lets it go there.")
            {
                Advice = "Correct the region; give -TrustRegion only if those hosts are yours, or the platform's.",
            };
    }

    // Plain text work on purpose: a URL parser would mend what must be refused, such as backslashes, user names and look-alike letters.
    private static string? Read(string text)
    {
        text = text.Trim(Blanks);
        if (!Ascii.IsValid(text))
        {
            return null;
        }

        text = text.ToLowerInvariant();
        if (RegionTable.All.FirstOrDefault(region => region.AwsRegion == text).Domain is { } known)
        {
            return known;
        }

        text = text.StartsWith("https://", StringComparison.Ordinal) ? text["https://".Length..] : text;
        text = text.EndsWith('/') ? text[..^1] : text;
        var domain = WithoutPrefix(text);
        return IsName(domain) ? domain : null;
    }

    private static bool IsPlatform(string domain) =>
        RegionTable.All.Any(region => region.Domain == domain) || PlatformSuffixes.Any(suffix => domain.EndsWith(suffix, StringComparison.Ordinal));

    private static string WithoutPrefix(string host) =>
        HostPrefixes.FirstOrDefault(prefix => host.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix && host.IndexOf('.', prefix.Length) > 0 ? host[prefix.Length..] : host;

    // Two labels at least, the last beginning with a letter, so that no address of digits is one; no name of another script in disguise.
    private static bool IsName(string domain) =>
        domain.Length <= LongestDomain && domain.Split('.') is { Length: > 1 } labels && labels.All(IsLabel) && char.IsAsciiLetter(labels[^1][0]);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-' && !label.StartsWith("xn--", StringComparison.Ordinal);

    // What was meant as the host, whatever stands around it.
    private static string Host(string text)
    {
        text = text.Trim(Blanks);
        text = text[(text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..];
        return WithoutPrefix(text.Split('/', '\\', ':', '?', '#', '@')[0].TrimEnd('.'));
    }

    // What may be a password stays out, and every letter that only looks like another is seen for what it is.
    private static string Shown(string text)
    {
        const int longest = 100;
        text = text.Trim(Blanks);
        var scheme = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end && text[..end].All(char.IsAsciiLetter) ? text[..(end + 3)] : "";
        var rest = text[scheme.Length..];
        rest = rest.IndexOfAny(['@', '\uFF20', '\uFE6B']) >= 0 || rest.Contains("%40", StringComparison.Ordinal) ? "…" : rest;
        rest = rest.IndexOfAny([':', '?', '#']) is >= 0 and var cut ? rest[..cut] + "…" : rest;
        var shown = new StringBuilder();
        foreach (var rune in (scheme + rest).EnumerateRunes())
        {
            shown.Append(rune.Value is >= ' ' and <= '~' or '…' ? rune.ToString() : $"\\u{{{rune.Value:X4}}}");
        }

        return shown.Length <= longest ? shown.ToString() : shown.ToString(0, longest) + "…";
    }
}
