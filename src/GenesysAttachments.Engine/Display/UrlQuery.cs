namespace GenesysAttachments.Engine.Display;

/// <summary>Reads the query of a URL as it stands, without decoding: what is signed or secret must not be touched.</summary>
internal static class UrlQuery
{
    /// <summary>The query without its question mark; empty when there is none.</summary>
    public static string Of(string url) => Span(url).ToString();

    /// <summary>The same without a copy.</summary>
    public static ReadOnlySpan<char> Span(string url) => url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var start ? url.AsSpan(start + 1) : default;

    /// <summary>Its pairs, in order, made as they are asked for; a part without <c>=</c> is passed over.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(string url)
    {
        foreach (var part in Of(url).Split('&'))
        {
            if (part.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at)
            {
                yield return (part[..at], part[(at + 1)..]);
            }
        }
    }

    /// <summary>The value of the first pair of a name, in any case of letters; empty when there is none. Makes no pairs.</summary>
    public static ReadOnlySpan<char> ValueOf(string url, string name)
    {
        var query = Span(url);
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return pair[(name.Length + 1)..];
            }
        }

        return default;
    }
}
