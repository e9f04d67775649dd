namespace GenesysAttachments.Engine.SignIn;

/// <summary>Finds the region that a mistyped one was meant to be.</summary>
internal static class RegionGuess
{
    private const int FewestLetters = 6;
    private const int MostMistakes = 2;

    /// <summary>The AWS region or domain that is at most two letters away; null when there is none.</summary>
    internal static string? Nearest(string text)
    {
        // The longest name is far shorter than twice this: what is longer is no typing mistake.
        const int longest = 40;
        return text.Length is < FewestLetters or > longest ? null
            : RegionTable.All.SelectMany(region => new[] { region.Domain, region.AwsRegion })
                .Select(name => (Name: name, Mistakes: Distance(text, name)))
                .Where(near => near.Mistakes <= MostMistakes)
                .OrderBy(near => near.Mistakes)
                .FirstOrDefault().Name;
    }

    // Levenshtein's: letters to put in, take out or change.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var (diagonal, left) = (row[0], i + 1);
            row[0] = left;
            for (var j = 0; j < to.Length; j++)
            {
                left = Math.Min(Math.Min(left, row[j + 1]) + 1, diagonal + (from[i] == to[j] ? 0 : 1));
                (diagonal, row[j + 1]) = (row[j + 1], left);
            }
        }

        return row[^1];
    }
}
