using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>Conversations found by analytics.</summary>
public sealed class FindingTests : SandboxTests
{
    private const string Path = "/api/v2/analytics/conversations/details/query";
    private const string January = "2026-01-01T00:00:00Z/2026-01-08T00:00:00Z";

    [Fact]
    public async Task A_page_holds_so_many_in_the_order_of_their_starts_and_says_how_many_there_are()
    {
        var ids = new List<string?>();
        for (var day = 1; day <= 5; day++)
        {
            ids.Add(await OpenAsync(day));
        }

        var (first, total) = await AskAsync(Query("\"paging\":{\"pageSize\":2,\"pageNumber\":1}"));
        var (last, _) = await AskAsync(Query("\"paging\":{\"pageSize\":2,\"pageNumber\":3}"));
        var (beyond, _) = await AskAsync(Query("\"paging\":{\"pageSize\":2,\"pageNumber\":4}"));
        var (newest, _) = await AskAsync(Query("\"order\":\"desc\""));

        Assert.Equal(5, total);
        Assert.Equal(ids[..2], first);
        Assert.Equal(ids[4..], last);
        Assert.Empty(beyond);
        Assert.Equal(ids.AsEnumerable().Reverse(), newest);
    }

    [Fact]
    public async Task What_began_ended_or_had_a_message_in_the_interval_is_in_it()
    {
        var began = await OpenAsync(7, "closed", ended: "2026-02-01T00:00:00Z");
        var ended = await OpenAsync(0, "closed", ended: "2026-01-02T00:00:00Z");
        var spoke = await OpenAsync(0);
        await Client.SendAsync(HttpMethod.Post, $"/_sandbox/conversations/{spoke}/messages", new { text = "x", at = "2026-01-03T00:00:00Z" });
        await OpenAsync(0);
        await OpenAsync(8);

        var (found, _) = await AskAsync(Query());

        Assert.Equal(new[] { began, ended, spoke }.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Filters_pick_what_has_files_what_goes_on_and_whose_it_is()
    {
        var files = await OpenAsync(1);
        await Client.SendAsync(HttpMethod.Post, $"/_sandbox/conversations/{files}/messages", new { at = "2026-01-02T00:00:00Z", attachments = new[] { new { length = 5 }, new { length = 6 } } });
        var over = await OpenAsync(2, "closed", ended: "2026-01-03T00:00:00Z");
        var theirs = await OpenAsync(3, guestId: "+4930123456");

        Assert.Equal([files], (await AskAsync(Query(Segment("""{"dimension":"mediaType","value":"message"},{"dimension":"mediaCount","operator":"exists"}""")))).Ids);
        Assert.Equal([files], (await AskAsync(Query("""
            "conversationFilters":[{"type":"and","predicates":[{"metric":"oMediaCount","range":{"gte":2}}]}]
            """))).Ids);
        Assert.Empty((await AskAsync(Query("""
            "conversationFilters":[{"type":"and","predicates":[{"metric":"oMediaCount","range":{"gt":2}}]}]
            """))).Ids);
        Assert.Equal([files, theirs], (await AskAsync(Query("""
            "conversationFilters":[{"type":"and","predicates":[{"dimension":"conversationEnd","operator":"notExists"}]}]
            """))).Ids);
        Assert.Equal([over], (await AskAsync(Query($$"""
            "conversationFilters":[{"type":"or","predicates":[{"dimension":"conversationId","value":"{{over}}"}]}]
            """))).Ids);
        Assert.Equal([theirs], (await AskAsync(Query(Segment("""{"dimension":"addressFrom","value":"+4930123456"},{"dimension":"addressTo","value":"+4930123456"}""", "or")))).Ids);
        Assert.Empty((await AskAsync(Query(Segment("""{"dimension":"mediaType","value":"voice"}""")))).Ids);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"interval":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"interval":"2026-01-02T00:00:00Z/2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"interval":"2026-01-01T00:00:00Z/2026-01-08T00:00:01Z"}""")]
    [InlineData("""{"interval":"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z","paging":{"pageSize":101}}""")]
    [InlineData("""{"interval":"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z","paging":{"pageNumber":0}}""")]
    [InlineData("""{"interval":"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z","order":"up"}""")]
    [InlineData("""{"interval":"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z","filter":[]}""")]
    [InlineData("""{"interval":"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z","segmentFilters":[{"type":"and","predicates":[]}]}""")]
    [InlineData("""{"interval":"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z","segmentFilters":[{"type":"and","predicates":[{"dimension":"mood","value":"good"}]}]}""")]
    [InlineData("""{"interval":"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z","segmentFilters":[{"type":"and","predicates":[{"dimension":"mediaType"}]}]}""")]
    public async Task A_query_that_makes_no_sense_is_refused(string body)
    {
        var reply = await Client.SendAsync(HttpMethod.Post, Path, JsonNode.Parse(body));

        Assert.Equal(400, reply.Status);
        Assert.Empty(Schema.Check("ErrorBody", reply.Body));
    }

    [Fact]
    public async Task It_takes_a_permission_which_its_refusal_names()
    {
        using var poor = await Client.LimitAsync("conversation:message:view");

        var refused = await poor.SendAsync(HttpMethod.Post, Path, new { interval = January });

        Assert.Equal((403, "analytics:conversationDetail:view, analytics:agentConversationDetail:view"), (refused.Status, refused.Body.GetProperty("messageParams").GetProperty("permissions").GetString()));
    }

    private static string Query(string rest = "") => $$"""{"interval":"{{January}}"{{(rest.Length > 0 ? "," : "")}}{{rest}}}""";

    private static string Segment(string predicates, string type = "and") => $$"""
        "segmentFilters":[{"type":"{{type}}","predicates":[{{predicates}}]}]
        """;

    private async Task<(List<string?> Ids, int Total)> AskAsync(string query)
    {
        var reply = await Client.SendAsync(HttpMethod.Post, Path, JsonNode.Parse(query));
        Assert.Equal(200, reply.Status);
        var found = reply.Body.TryGetProperty("conversations", out var list) ? list.EnumerateArray().ToList() : [];
        return ([.. found.Select(conversation => conversation.GetProperty("conversationId").GetString())], reply.Body.GetProperty("totalHits").GetInt32());
    }

    // Day 0 lies before the interval.
    private async Task<string> OpenAsync(int day, string state = "connected", string? ended = null, string? guestId = null)
    {
        var body = new JsonObject { ["state"] = state, ["startedAt"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day - 1) };
        if (ended is not null)
        {
            body["endedAt"] = ended;
        }

        if (guestId is not null)
        {
            body["guestId"] = guestId;
        }

        return (await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", body)).Body.GetProperty("conversationId").GetString()!;
    }
}
