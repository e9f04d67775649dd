using System.Globalization;

namespace GenesysAttachments.Sandbox.Bodies;

/// <summary>How a listing is asked for a page.</summary>
internal static class Paging
{
    /// <summary>A number of the query, from 1 on; null where it makes no sense.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="usual">What it is where it is not given.</param>
    /// <param name="most">The greatest that is taken.</param>
    public static int? Number(HttpRequest request, string name, int usual, int most) =>
        request.Query[name].ToString() is not { Length: > 0 } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : null;
}
