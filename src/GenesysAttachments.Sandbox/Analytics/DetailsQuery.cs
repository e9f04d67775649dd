using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;

namespace GenesysAttachments.Sandbox.Analytics;

/// <summary>A query for conversations, as far as it is played: what else the platform takes is refused rather than passed over.</summary>
/// <param name="From">Where its interval begins.</param>
/// <param name="Until">Where its interval ends; that moment is not in it.</param>
/// <param name="Descending">The newest first.</param>
/// <param name="ByEnd">Sorted by their ends rather than by their starts.</param>
/// <param name="PageSize">Conversations a page.</param>
/// <param name="PageNumber">The page, from 1.</param>
/// <param name="Conversation">Filters of the whole conversation.</param>
/// <param name="Segment">Filters, each of which one of its sessions has to pass.</param>
internal sealed record DetailsQuery(
    DateTimeOffset From, DateTimeOffset Until, bool Descending, bool ByEnd, int PageSize, int PageNumber, IReadOnlyList<DetailsFilter> Conversation, IReadOnlyList<DetailsFilter> Segment)
{
    private const int UsualPage = 25;
    private const int LargestPage = 100;

    // No source says how long an interval may be; this is the shortest that people speak of.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly string[] Fields = ["interval", "order", "orderBy", "paging", "conversationFilters", "segmentFilters"];

    /// <exception cref="JsonException">It makes no sense, or is not played; the message says why.</exception>
    public static DetailsQuery Parse(JsonObject body)
    {
        if (body.Select(field => field.Key).Except(Fields).FirstOrDefault() is { } unknown)
        {
            throw new JsonException($"The field {unknown} is not known.");
        }

        var (from, until) = Interval(body.Text("interval") ?? throw new JsonException("interval is required."));
        var paging = body["paging"] as JsonObject ?? [];
        return new DetailsQuery(
            from,
            until,
            One(body, "order", "asc", "desc", "unordered") == "desc",
            One(body, "orderBy", "conversationStart", "conversationEnd", "segmentStart", "segmentEnd").EndsWith("End", StringComparison.Ordinal),
            Number(paging, "pageSize", UsualPage, LargestPage),
            Number(paging, "pageNumber", 1, int.MaxValue),
            Filters(body, "conversationFilters", DetailsFilter.OfConversation),
            Filters(body, "segmentFilters", DetailsFilter.OfSegment));
    }

    private static (DateTimeOffset From, DateTimeOffset Until) Interval(string text)
    {
        var parts = text.Split('/');
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return parts.Length != 2 || !DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, styles, out var from) || !DateTimeOffset.TryParse(parts[1], CultureInfo.InvariantCulture, styles, out var until)
            ? throw new JsonException("interval is two ISO 8601 times with a slash between.")
            : until <= from ? throw new JsonException("interval must end after it begins.")
            : until - from > Longest ? throw new JsonException($"interval must not be longer than {Longest.TotalDays} days.")
            : (from, until);
    }

    private static string One(JsonObject body, string name, params string[] words) =>
        body[name] is null ? words[0] : words.FirstOrDefault(word => word == body.Text(name)) ?? throw new JsonException($"{name} is one of {string.Join(", ", words)}.");

    private static int Number(JsonObject body, string name, int usual, int most) =>
        body[name] is null ? usual : body.Number(name) is { } number && number >= 1 && number <= most ? (int)number : throw new JsonException($"{name} is a number from 1 to {most}.");

    private static List<DetailsFilter> Filters(JsonObject body, string name, Func<JsonObject, DetailsFilter> parse) =>
        body[name] is null ? [] : body[name] is JsonArray list ? [.. list.Select(item => parse(item as JsonObject ?? throw new JsonException($"{name} is a list of filters.")))] : throw new JsonException($"{name} is a list.");
}
