namespace GenesysAttachments.Engine.Display;

/// <summary>What is secret of an upload URL: its query, and each value in it that is no date and the like.</summary>
internal static class UrlSecrets
{
    private const int Shortest = 16;

    // Parts that everybody may know, in the names of Amazon and of Google alike.
    private static readonly string[] Open = ["-Algorithm", "-Date", "-Expires", "-SignedHeaders"];

    /// <summary>As they stand in the URL, and decoded; the whole query as well, which may have no pairs.</summary>
    public static IEnumerable<string> Of(string url)
    {
        // Made as they are asked for: of most URLs nobody does.
        foreach (var part in UrlQuery.Pairs(url).Where(pair => IsSecret(pair.Name, pair.Value)).Select(pair => pair.Value).Append(UrlQuery.Of(url)))
        {
            yield return part;
            yield return Uri.UnescapeDataString(part);
        }
    }

    /// <summary>No text of fewer letters and digits repeats one. Told without making any: it is asked for each file, and most texts are short.</summary>
    public static int LeastLength(string url)
    {
        var query = UrlQuery.Span(url);
        var least = query.Length == 0 ? int.MaxValue : LettersAndDigits(query);
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var at = pair.IndexOf('=');
            if (at >= 0 && IsSecret(pair[..at], pair[(at + 1)..]))
            {
                least = Math.Min(least, LettersAndDigits(pair[(at + 1)..]));
            }
        }

        return least;
    }

    /// <summary>Whether a part of a signed query is one that everybody may know: how it was signed, when, for how long, and over which headers.</summary>
    public static bool IsOpen(ReadOnlySpan<char> name)
    {
        foreach (var end in Open)
        {
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSecret(ReadOnlySpan<char> name, ReadOnlySpan<char> value) => !IsOpen(name) && value.Length >= Shortest;

    // Of what is percent-encoded nothing counts: decoded, it may be neither.
    private static int LettersAndDigits(ReadOnlySpan<char> value)
    {
        var count = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '%')
            {
                i += 2;
            }
            else if (char.IsLetterOrDigit(value[i]))
            {
                count++;
            }
        }

        return count;
    }
}
