using System.Text.RegularExpressions;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>
/// Takes out of what a trace holds what nobody may see: the secrets that are known, those that stand under a name of their own, signed
/// queries, and whatever looks like a credential.
/// </summary>
/// <param name="masks">What is known to be secret.</param>
internal sealed class TraceMask(params IReadOnlyList<SecretMask> masks)
{
    /// <summary>Stands where a secret was.</summary>
    public const string Hidden = "…";

    private const int ShortestToken = 20;

    /// <summary>The same mask, and these secrets as well.</summary>
    public TraceMask And(IEnumerable<string> secrets) => new([.. masks, new SecretMask([.. secrets])]);

    /// <summary>A mask for the parts of a text: where the whole holds nothing that is known, its parts are not searched for it one by one.</summary>
    public TraceMask For(string whole) => Known(whole) == whole ? new TraceMask() : this;

    /// <summary>The text without what is known.</summary>
    public string Known(string text)
    {
        foreach (var mask in masks)
        {
            text = mask.Apply(text);
        }

        return text;
    }

    /// <summary>Words in no form that is understood.</summary>
    public string Text(string text)
    {
        var clean = Redaction.WithoutCredentials(Known(text));
        clean = clean.Length < ShortestToken ? clean : Patterns.Token.Replace(clean, Hidden);
        return clean.AsSpan().ContainsAny('=', ':') ? Patterns.Named.Replace(clean, "$1" + Hidden) : clean;
    }

    /// <summary>A URL, with those parts of its query that everybody may know.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="isSigned">Whether all of its query is secret but those; else what has the name of a secret is.</param>
    public string Url(string url, bool isSigned)
    {
        var end = url.IndexOf('?', StringComparison.Ordinal);
        var place = WithoutUser(end < 0 ? url : url[..end]);
        return end < 0 ? Text(place) : $"{Text(place)}?{string.Join('&', Query(url, isSigned).Select(pair => pair.Value.Length > 0 ? $"{pair.Name}={pair.Value}" : pair.Name))}";
    }

    /// <summary>The parts of a URL's query, under the same rule.</summary>
    public IEnumerable<HarPair> Query(string url, bool isSigned)
    {
        foreach (var part in UrlQuery.Of(url).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = at < 0 ? (part, "") : (part[..at], part[(at + 1)..]);
            yield return at < 0 && isSigned ? new(Hidden, "") : new(Known(name), IsOpen(name, value, isSigned) ? Known(value) : Hidden);
        }
    }

    /// <summary>A header of a request: of most the name alone.</summary>
    public HarPair RequestHeader(string name, string value) => new(Known(name), SecretNames.IsOpenHeader(name) ? Text(value)
        : name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && value.IndexOf(' ', StringComparison.Ordinal) is > 0 and < 10 and var end ? $"{value[..end]} {Hidden}" : Hidden);

    /// <summary>A header of an answer.</summary>
    public HarPair AnswerHeader(string name, string value) => new(
        Known(name), SecretNames.Holds(name) ? Hidden : value.Contains("://", StringComparison.Ordinal) && value.Contains('?', StringComparison.Ordinal) ? Url(value, isSigned: true) : Text(value));

    // Also one that says it is open must look like it.
    private static bool IsOpen(string name, string value, bool isSigned) =>
        isSigned ? UrlSecrets.IsOpen(name) && Patterns.Open.IsMatch(value) : !SecretNames.Holds(name) && !name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase);

    private static string WithoutUser(string place) =>
        place.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && place.IndexOf('/', scheme + 3) is var path && place[(scheme + 3)..(path < 0 ? place.Length : path)].LastIndexOf('@') is >= 0 and var user
            ? place[..(scheme + 3)] + Hidden + place[(scheme + 3 + user)..]
            : place;

    // Made when something is traced for the first time.
    private static class Patterns
    {
        // A signed token is known by its look, wherever it stands.
        public static readonly Regex Token = Make(@"eyJ[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]*)*");

        public static readonly Regex Named = Make(@"((?:[a-z]+[_\-]?token|token|jwt|[a-z]+[_\-]secret|secret|password|code_verifier)[""']?\s*[=:]\s*[""']?)[^\s""'<>&,;}]+");

        public static readonly Regex Open = Make(@"^[A-Za-z0-9;\-]{1,300}$|^[a-z0-9\-]+(?:%3B[a-z0-9\-]+)*$");

        private static Regex Make(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
