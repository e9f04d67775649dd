using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>A message that is taken, and refused by its channel later.</summary>
public sealed class LaterStatusTests : SandboxTests
{
    [Fact]
    public async Task A_message_is_queued_first_and_refused_by_the_channel_later_with_a_receipt_that_says_why()
    {
        await Client.SendAsync(HttpMethod.Post, "/_sandbox/faults", new { method = "POST", path = "*/messages", thenStatus = "delivery-failed", reason = "MediaTypeNotAllowed" });

        var sent = await SayAsync();
        var later = await ReadAsync(sent);
        var next = await SayAsync();

        Assert.Equal("queued", Status(sent));
        Assert.False(sent.TryGetProperty("normalizedReceipts", out _));
        Assert.Equal("delivery-failed", Status(later));
        Assert.Empty(Schema.Check("MessageData", later));
        var receipt = Assert.Single(later.GetProperty("normalizedReceipts").EnumerateArray());
        Assert.Equal(("Receipt", "Failed", true), (receipt.GetProperty("type").GetString(), Status(receipt), receipt.GetProperty("isFinalReceipt").GetBoolean()));
        var reason = Assert.Single(receipt.GetProperty("reasons").EnumerateArray());
        Assert.Equal("MediaTypeNotAllowed", reason.GetProperty("code").GetString());
        Assert.NotEmpty(reason.GetProperty("message").GetString()!);
        Assert.Equal(("queued", 2), (Status(await ReadAsync(next)), Sandbox.Messages.Count));
    }

    [Fact]
    public async Task The_leg_and_bulk_tell_the_later_status_too()
    {
        Sandbox.Faults.Add(new Fault { Method = "POST", ThenStatus = "failed" });
        var id = Id(await SayAsync());

        var bulk = (await Client.SendAsync(HttpMethod.Post, $"{Messages}/bulk", new[] { id })).Body.GetProperty("entities")[0];
        var conversation = (await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{Sandbox.Identity.ConversationId}")).Body;

        Assert.Equal("failed", Status(bulk));
        Assert.False(bulk.GetProperty("normalizedReceipts")[0].GetProperty("reasons")[0].TryGetProperty("code", out _));
        Assert.Contains("\"messageStatus\":\"failed\"", conversation.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sent", "Sent")]
    [InlineData("delivery-success", "Delivered")]
    [InlineData("read", "Read")]
    [InlineData("published", "Published")]
    [InlineData("removed", "Removed")]
    public async Task A_better_end_has_its_receipt_and_no_reason(string status, string told)
    {
        Sandbox.Faults.Add(new Fault { Method = "POST", ThenStatus = status });

        var later = await ReadAsync(await SayAsync());

        Assert.Empty(Schema.Check("MessageData", later));
        Assert.Equal((status, told), (Status(later), Status(later.GetProperty("normalizedReceipts")[0])));
        Assert.False(later.GetProperty("normalizedReceipts")[0].TryGetProperty("reasons", out _));
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_can_be_refused_later_too()
    {
        Sandbox.Faults.Add(new Fault { Method = "POST", AcceptThenDrop = true, ThenStatus = "delivery-failed" });

        await Assert.ThrowsAsync<HttpRequestException>(SayAsync);
        var conversation = (await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{Sandbox.Identity.ConversationId}")).Body;

        Assert.Contains("\"messageStatus\":\"delivery-failed\"", conversation.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, null, "service.unavailable")]
    [InlineData(504, "{\"code\":\"late\"}", "late")]
    public async Task A_message_can_be_taken_and_answered_as_if_it_were_not(int status, string? body, string code)
    {
        Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", AcceptThenDrop = true, Status = status, Body = body, Headers = new() { ["Retry-After"] = "7" } });

        var answer = await Client.SendAsync(HttpMethod.Post, Client.Leg, new { textBody = "Hello" });

        Assert.Equal((status, code, "Hello"), (answer.Status, answer.Body.GetProperty("code").GetString(), Assert.Single(Sandbox.Messages).Text));
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter?.Delta);
        Assert.Equal(status, Sandbox.Requests.Last().Status);
    }

    [Theory]
    [InlineData("{\"acceptThenDrop\":true,\"stall\":true}")]
    [InlineData("{\"acceptThenDrop\":true,\"resetAfterBytes\":5}")]
    [InlineData("{\"thenStatus\":\"queued\"}")]
    [InlineData("{\"thenStatus\":\"lost\"}")]
    [InlineData("{\"thenStatus\":\"failed\",\"status\":500}")]
    [InlineData("{\"thenStatus\":\"failed\",\"stall\":true}")]
    [InlineData("{\"thenStatus\":\"failed\",\"frameClass\":\"onMessage\"}")]
    [InlineData("{\"reason\":\"ServerError\"}")]
    [InlineData("{\"thenStatus\":\"read\",\"reason\":\"ServerError\"}")]
    public async Task What_cannot_be_meant_together_is_refused(string body)
    {
        using var content = new StringContent(body);
        using var reply = await Client.Http.PostAsync(new Uri("/_sandbox/faults", UriKind.Relative), content);

        Assert.Equal(400, (int)reply.StatusCode);
        Assert.Empty(Sandbox.Faults.All);
    }

    private string Messages => $"/api/v2/conversations/messages/{Sandbox.Identity.ConversationId}/messages";

    private static string Status(JsonElement json) => json.GetProperty("status").GetString()!;

    private static string Id(JsonElement json) => json.GetProperty("id").GetString()!;

    private async Task<JsonElement> SayAsync() => (await Client.SendAsync(HttpMethod.Post, Client.Leg, new { textBody = "Hello" })).Body;

    private async Task<JsonElement> ReadAsync(JsonElement sent) => (await Client.SendAsync(HttpMethod.Get, $"{Messages}/{Id(sent)}")).Body;
}
