using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>The list of a leg's uploads: one look for many of them.</summary>
public sealed class UploadListTests : SandboxTests
{
    private string List => $"{Client.Leg}/media";

    [Fact]
    public async Task Pages_lead_from_the_newest_upload_to_the_oldest()
    {
        for (var i = 0; i < 30; i++)
        {
            await Client.OpenUploadAsync($"f{i}.pdf", 5);
        }

        var first = (await Client.SendAsync(HttpMethod.Get, List)).Body;
        var second = (await Client.SendAsync(HttpMethod.Get, first.GetProperty("nextUri").GetString()!)).Body;

        Assert.All(new[] { first, second }, page => Assert.Empty(Schema.Check("MessageMediaListing", page)));
        Assert.Equal((25, 1, 2, 30), (Number(first, "pageSize"), Number(first, "pageNumber"), Number(first, "pageCount"), Number(first, "total")));
        Assert.Equal(Enumerable.Range(0, 30).Reverse().Select(i => $"f{i}.pdf"), Names(first).Concat(Names(second)));
        Assert.False(first.TryGetProperty("previousUri", out _));
        Assert.False(second.TryGetProperty("nextUri", out _));
        Assert.Equal(first.GetProperty("selfUri").GetString(), second.GetProperty("previousUri").GetString());
        Assert.Equal(second.GetProperty("selfUri").GetString(), first.GetProperty("lastUri").GetString());
    }

    [Fact]
    public async Task A_state_picks_the_uploads_that_are_in_it()
    {
        await Client.SendAsync(HttpMethod.Put, "/_sandbox/policy", new { outbound = new { fileTypes = new[] { new { type = "application/pdf" } }, maxFileSizeKB = 10 } });
        await Client.UploadAsync("valid.pdf");
        await Client.UploadAsync("invalid.png");
        await Client.OpenUploadAsync("waiting.pdf", 5);

        Assert.Equal(["waiting.pdf", "invalid.png", "valid.pdf"], Names((await Client.SendAsync(HttpMethod.Get, $"{List}?status=")).Body));
        foreach (var (state, name) in new[] { ("valid", "valid.pdf"), ("invalid", "invalid.png"), ("uploading", "waiting.pdf") })
        {
            var page = (await Client.SendAsync(HttpMethod.Get, $"{List}?status={state}&pageNumber=1&pageSize=25")).Body;
            Assert.Equal([name], Names(page));
            Assert.Equal(1, Number(page, "total"));
        }
    }

    [Theory]
    [InlineData("status=done")]
    [InlineData("pageNumber=0")]
    [InlineData("pageSize=0")]
    [InlineData("pageSize=101")]
    [InlineData("pageSize=many")]
    public async Task A_page_that_makes_no_sense_is_refused(string query)
    {
        var reply = await Client.SendAsync(HttpMethod.Get, $"{List}?{query}");

        Assert.Equal(400, reply.Status);
        Assert.Empty(Schema.Check("ErrorBody", reply.Body));
    }

    [Fact]
    public async Task It_takes_a_permission_of_its_own_which_its_refusal_names()
    {
        using var poor = await Client.LimitAsync("conversation:message:create", "conversation:message:view");
        var media = await Client.UploadAsync("a.pdf");

        var list = await poor.SendAsync(HttpMethod.Get, List);
        var single = await poor.SendAsync(HttpMethod.Get, $"{List}/{media}");

        Assert.Equal((403, 200), (list.Status, single.Status));
        Assert.Equal("conversation:messageMedia:view", list.Body.GetProperty("messageParams").GetProperty("permissions").GetString());
    }

    [Fact]
    public async Task Reads_count_for_the_quota_and_stand_in_the_log_like_any_call_of_the_org()
    {
        var messages = $"/api/v2/conversations/messages/{Sandbox.Identity.ConversationId}/messages";
        var replies = new[]
        {
            await Client.SendAsync(HttpMethod.Get, List),
            await Client.SendAsync(HttpMethod.Post, $"{messages}/bulk", new[] { "a" }),
            await Client.SendAsync(HttpMethod.Get, $"{messages}/a"),
            await Client.SendAsync(HttpMethod.Get, "/api/v2/conversations/messages/a/details"),
        };

        Assert.Equal(["1", "2", "3", "4"], replies.Select(reply => reply.Headers.GetValues("inin-ratelimit-count").Single()));
        Assert.Equal(
            [$"GET {List} 200", $"POST {messages}/bulk 200", $"GET {messages}/a 404", "GET /api/v2/conversations/messages/a/details 404"],
            Sandbox.Requests.Skip(1).Select(call => $"{call.Method} {call.Target} {call.Status}"));
        Assert.All(Sandbox.Requests.Skip(1), call => Assert.Equal(Sandbox.Identity.ClientId, call.Session));
    }

    private static int Number(JsonElement page, string name) => page.GetProperty(name).GetInt32();

    private static IEnumerable<string?> Names(JsonElement page) => page.GetProperty("entities").EnumerateArray().Select(media => media.GetProperty("name").GetString());
}
