using System.Globalization;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Org.Finding;

/// <summary>A search in the words of analytics, and their answer in ours.</summary>
internal static class FindingQuery
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The query for one page of a part of the span.</summary>
    public static ConversationQueryBody Of(ConversationSearch search, DateTimeOffset from, DateTimeOffset until, int size, int page) => new(
        $"{Shown(from)}/{Shown(until)}",
        "asc",
        "conversationStart",
        new PagingBody(size, page),
        [.. SegmentFilters(search)],
        search.Active ? [new QueryFilterBody("and", [new QueryPredicateBody("dimension", "conversationEnd", "notExists")])] : null);

    /// <summary>A conversation as it was told of; null where it is not what was sought.</summary>
    public static FoundConversation? Read(FoundConversationBody body, ConversationSearch search, SecretMask mask)
    {
        var sessions = (body.Participants ?? []).SelectMany(participant => (participant.Sessions ?? []).Select(session => (participant.Purpose, Session: session)))
            .Where(found => found.Session.MediaType is null or "message").ToList();
        var counts = sessions.Select(found => found.Session.MediaCount).Where(count => count is not null).ToList();
        if (body.ConversationId is not { } id || mask.Apply(id) != id || (search.Active && body.ConversationEnd is not null) || (search.WithAttachment && counts.Count > 0 && counts.TrueForAll(count => count <= 0)))
        {
            return null;
        }

        var customer = (sessions.Find(found => found.Purpose is "customer" or "external") is { Session: not null } theirs ? theirs : sessions.FirstOrDefault()).Session;
        return new FoundConversation(
            id,
            body.ConversationStart,
            body.ConversationEnd,
            sessions.Select(found => mask.ShowWord(found.Session.MessageType)).FirstOrDefault(type => type is not null) ?? "",
            mask.ShowWord(body.OriginatingDirection) ?? "",
            mask.Show((customer?.Direction == "outbound" ? customer.AddressTo : customer?.AddressFrom) ?? ""),
            counts.Max());
    }

    private static IEnumerable<QueryFilterBody> SegmentFilters(ConversationSearch search)
    {
        var isMessage = new QueryPredicateBody("dimension", "mediaType", "matches", "message");
        yield return new QueryFilterBody("and", search.WithAttachment ? [isMessage, new QueryPredicateBody("dimension", "mediaCount", "exists")] : [isMessage]);
        if (search.Address is { } address)
        {
            yield return new QueryFilterBody("or", [new QueryPredicateBody("dimension", "addressFrom", "matches", address), new QueryPredicateBody("dimension", "addressTo", "matches", address)]);
        }
    }

    private static string Shown(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
