using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;

namespace GenesysAttachments.Sandbox.Analytics;

/// <summary>A filter: all of its predicates, or any of them.</summary>
internal sealed class DetailsFilter
{
    private static readonly string[] ConversationNames = ["conversationId", "conversationStart", "conversationEnd", "originatingDirection", "oMediaCount"];
    private static readonly string[] SessionNames = ["sessionId", "mediaType", "messageType", "direction", "addressFrom", "addressTo", "mediaCount"];

    private readonly bool _any;
    private readonly List<Func<JsonObject, bool>> _predicates;

    private DetailsFilter(JsonObject filter, string[] names)
    {
        _any = filter.Text("type") switch { "and" => false, "or" => true, _ => throw new JsonException("The type of a filter is and or or.") };
        _predicates = filter["predicates"] is JsonArray { Count: > 0 } list ? [.. list.Select(item => Predicate(item as JsonObject ?? [], names))] : throw new JsonException("A filter has predicates.");
        if (filter.Select(field => field.Key).FirstOrDefault(field => field is not ("type" or "predicates")) is { } unknown)
        {
            throw new JsonException($"The field {unknown} of a filter is not known.");
        }
    }

    public static DetailsFilter OfConversation(JsonObject filter) => new(filter, ConversationNames);

    public static DetailsFilter OfSegment(JsonObject filter) => new(filter, SessionNames);

    /// <summary>Whether that passes: a conversation, or a session of one, with its facts by their names.</summary>
    public bool Passes(JsonObject facts) => _any ? _predicates.Exists(predicate => predicate(facts)) : _predicates.TrueForAll(predicate => predicate(facts));

    private static Func<JsonObject, bool> Predicate(JsonObject predicate, string[] names)
    {
        var name = predicate.Text("dimension") ?? predicate.Text("metric") ?? "";
        if (!names.Contains(name))
        {
            throw new JsonException($"A predicate is about one of {string.Join(", ", names)}, not '{name}'.");
        }

        return (predicate.Text("operator") ?? "matches") switch
        {
            "exists" => facts => facts[name] is not null,
            "notExists" => facts => facts[name] is null,
            "matches" when predicate["range"] is JsonObject range => facts => facts[name] is { } value && IsIn(value.GetValue<int>(), range),
            "matches" when predicate.Text("value") is { } wanted => facts => facts[name]?.ToString().Equals(wanted, StringComparison.OrdinalIgnoreCase) == true,
            "matches" => throw new JsonException("A predicate that matches has a value, or a range."),
            var other => throw new JsonException($"operator is matches, exists or notExists, not '{other}'."),
        };
    }

    private static bool IsIn(int value, JsonObject range) =>
        (range.Number("gt") is not { } gt || value > gt) && (range.Number("gte") is not { } gte || value >= gte)
        && (range.Number("lt") is not { } lt || value < lt) && (range.Number("lte") is not { } lte || value <= lte);
}
