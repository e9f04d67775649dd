using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Analytics;

/// <summary>Finding conversations (docs/protocol.md, Finding conversations): those that began, ended or had a message in an interval, by page.</summary>
internal sealed class DetailsEndpoints(Organization org, Gate gate)
{
    private static readonly string[] View = ["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v2/analytics/conversations/details/query", PostAsync);

    private async Task PostAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context, View, []) || await Wire.ReadObjectAsync(context) is not { } body)
        {
            return;
        }

        try
        {
            await Wire.ReplyAsync(context, Answer(DetailsQuery.Parse(body)));
        }
        catch (JsonException e)
        {
            await Wire.RefuseAsync(context, 400, "bad.request", e.Message);
        }
    }

    private JsonObject Answer(DetailsQuery query)
    {
        var found = (
            from conversation in org.Conversations.All
            let said = org.Messages.Of(conversation).ToList()
            where IsIn(query, conversation, said)
            let body = DetailsBody.Of(conversation, said)
            where query.Conversation.All(filter => filter.Passes(body.Facts)) && query.Segment.All(filter => body.Sessions.Any(filter.Passes))
            let sortedBy = query.ByEnd ? conversation.EndedAt ?? DateTimeOffset.MaxValue : conversation.StartedAt
            orderby query.Descending ? -sortedBy.UtcTicks : sortedBy.UtcTicks, conversation.ConversationId
            select body).ToList();
        var page = found.Skip((int)Math.Min(int.MaxValue, (query.PageNumber - 1L) * query.PageSize)).Take(query.PageSize).ToList();

        // What is empty is left out, as lists of the platform often are.
        var answer = new JsonObject { ["totalHits"] = found.Count };
        if (page.Count > 0)
        {
            answer["conversations"] = new JsonArray([.. page.Select(body => body.Whole())]);
        }

        return answer;
    }

    private static bool IsIn(DetailsQuery query, Conversation conversation, List<OrgMessage> said)
    {
        return Contains(conversation.StartedAt) || (conversation.EndedAt is { } end && Contains(end)) || said.Exists(message => Contains(message.At));

        bool Contains(DateTimeOffset at) => at >= query.From && at < query.Until;
    }
}
