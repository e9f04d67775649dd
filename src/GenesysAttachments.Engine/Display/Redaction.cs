using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Engine.Display;

/// <summary>
/// The one cleaner of text that came from outside: takes out what a terminal would obey, what turns a line around or cannot be seen, and
/// what looks like a credential. Its work grows with the length of the text, whatever is in it.
/// </summary>
internal static class Redaction
{
    private const int LongestText = 500;
    private const int ShortestCredential = 16;
    private const int MostListed = 10;

    // Of a longer text nothing further is looked at: the end of it would be cut off anyway.
    private const int LongestLook = 8 * 1024;

    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    /// <summary>A URL without its query: <c>https://host/path?…</c>.</summary>
    public static string Url(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? url : url[..query] + "?…";
    }

    /// <summary>Words of somebody else: queries of URLs and credentials gone, on one line, not too long.</summary>
    public static string Text(string text) => Cut(Whole(Cut(text, LongestLook)), LongestText);

    /// <summary>The same in full length.</summary>
    public static string Whole(string text) => Clean(WithoutCredentials(text));

    /// <summary>The same as it stands, line ends and all: queries of URLs and credentials gone, and nothing else.</summary>
    public static string WithoutCredentials(string text)
    {
        // Most texts hold nothing of the kind, which is cheaper to see than to search for with a pattern.
        var clean = Has(text, "http") ? Patterns.Query.Replace(text, "$1?…") : text;
        clean = Has(clean, "X-Amz-") ? Patterns.Signature.Replace(clean, "$1…") : clean;
        return Has(clean, "bearer") || Has(clean, "basic") ? Patterns.Credentials.Replace(clean, WithoutCredential) : clean;
    }

    /// <summary>An id, a status or another word of a protocol: its visible ASCII; null when nothing is left.</summary>
    public static string? Word(string? word) =>
        word is null || !word.AsSpan().ContainsAnyExceptInRange('!', '~') ? NullIfEmpty(word) : NullIfEmpty(string.Concat(word.Where(c => c is > ' ' and <= '~')));

    /// <summary>On one line, without control characters, invisible ones, halves of a pair, and more than one blank at a place.</summary>
    public static string Clean(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Plain))
        {
            var clean = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes())
            {
                clean.Append(Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) ? " " : ShownText.IsShown(rune) ? rune.ToString() : "");
            }

            text = clean.ToString();
        }

        return string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A list in a sentence: its first ten, and how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> items) =>
        string.Join(", ", items.Take(MostListed)) + (items.Count > MostListed ? string.Create(CultureInfo.InvariantCulture, $" … and {items.Count - MostListed:N0} more") : "");

    /// <summary>At most so many characters, and a sign that more followed.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";

    // What follows may be a word of a sentence, or a challenge's parameter, instead: Bearer realm="x".
    private static string WithoutCredential(Match found) =>
        found.Groups[3].Length > 0 || (found.Groups[2].Length < ShortestCredential && found.Groups[2].Value.TrimEnd('.').All(char.IsAsciiLetter)) ? found.Value : found.Groups[1].Value + " …";

    private static string? NullIfEmpty(string? word) => word is "" ? null : word;

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    // Made when something is cleaned for the first time: they cost more than a whole import may.
    private static class Patterns
    {
        // Without backtracking: foreign text may be made to keep a pattern busy. Also where the URL is percent-encoded or escaped for JSON.
        public static readonly Regex Query = Make(@"(https?(?::|%3A)[^\s?""'<>]+?)(?:\?|%3F|\\u003F)[^\s""'<>]+");

        // What is left of a query without its URL.
        public static readonly Regex Signature = Make(@"(X-Amz-(?:Signature|Credential|Security-Token)(?:=|%3D|\\u003D|""\s*:\s*"")?)[^\s""'<>&;]+");

        public static readonly Regex Credentials = Make(@"\b(bearer|basic)\s+([A-Za-z0-9\-._~+/]+=*)(""?)");

        private static Regex Make(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
