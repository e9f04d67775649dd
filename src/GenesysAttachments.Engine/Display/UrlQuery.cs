namespace GenesysAttachments.Engine.Display;

/// <summary>Reads the query of a URL as it stands, without decoding: what is signed or secret must not be touched.</summary>
internal static class UrlQuery
{
    /// <summary>The query without its question mark; empty when there is none.</summary>
    public static string Of(string url) => Span(url).ToString();

    /// <summary>The same without a copy.</summary>
    public static ReadOnlySpan<char> Span(string url) => url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var start ? url.AsSpan(start + 1) : default;

    /// <summary>Its pairs, in order; a part without <c>=</c> is passed over.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(string url) =>
        from part in Of(url).Split('&')
        let at = part.IndexOf('=', StringComparison.Ordinal)
        where at >= 0
        select (part[..at], part[(at + 1)..]);
}
