using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Org.Finding;

/// <summary>What is asked of analytics (platform SDK 270, ConversationQuery).</summary>
internal sealed record ConversationQueryBody(string Interval, string Order, string OrderBy, PagingBody Paging, QueryFilterBody[] SegmentFilters, QueryFilterBody[]? ConversationFilters);

/// <summary>Which page of it.</summary>
internal sealed record PagingBody(int PageSize, int PageNumber);

/// <summary>A filter: all of its predicates, or any of them.</summary>
internal sealed record QueryFilterBody(string Type, QueryPredicateBody[] Predicates);

/// <summary>One condition.</summary>
internal sealed record QueryPredicateBody(string Type, string Dimension, string Operator, string? Value = null);

/// <summary>A page of what was found (AnalyticsConversationQueryResponse).</summary>
internal sealed class FoundConversationsBody
{
    /// <summary>Absent where there are none.</summary>
    public Items<FoundConversationBody>? Conversations { get; init; }

    [JsonConverter(typeof(NumberConverter))]
    public long? TotalHits { get; init; }
}

/// <summary>One conversation.</summary>
internal sealed class FoundConversationBody
{
    [JsonConverter(typeof(IdConverter))]
    public string? ConversationId { get; init; }

    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? ConversationStart { get; init; }

    [JsonConverter(typeof(DateConverter))]
    public DateTimeOffset? ConversationEnd { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? OriginatingDirection { get; init; }

    public Items<FoundParticipantBody>? Participants { get; init; }
}

/// <summary>One participant.</summary>
internal sealed class FoundParticipantBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Purpose { get; init; }

    public Items<FoundSessionBody>? Sessions { get; init; }
}

/// <summary>One session of a participant.</summary>
internal sealed class FoundSessionBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? MediaType { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? MessageType { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Direction { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? AddressFrom { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? AddressTo { get; init; }

    [JsonConverter(typeof(NumberConverter))]
    public long? MediaCount { get; init; }
}
