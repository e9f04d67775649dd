using System.Net.Http.Headers;
using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>What holds on every route alike.</summary>
public sealed class RouteTests : SandboxTests
{
    [Fact]
    public async Task An_upload_of_one_route_means_nothing_on_another()
    {
        var identity = Sandbox.Identity;
        var agent = await Client.UploadAsync("a.pdf");
        var media = (await PostFormAsync("/api/v2/media/upload")).Body.GetProperty("mediaUri").GetString()!;

        var replies = new[]
        {
            await Client.SendAsync(HttpMethod.Post, MediaPath(identity.ConversationId), new { attachments = new[] { new { mediaUri = $"media://sandbox/{agent}", fileName = "a.pdf" } } }),
            await Client.SendAsync(HttpMethod.Post, Client.Leg, new { mediaIds = new[] { media.Split('/')[^1] } }),
            await Client.SendAsync(HttpMethod.Post, "/api/v2/messaging/messages", Message(identity.ChannelId, identity.GuestId, agent)),
        };

        Assert.All(replies, reply => Assert.Equal(400, reply.Status));
        Assert.Equal(404, (await Client.SendAsync(HttpMethod.Get, $"{Client.Leg}/media/{media.Split('/')[^1]}")).Status);
        Assert.Empty(Sandbox.Messages);
    }

    [Theory]
    [InlineData("disconnected")]
    [InlineData("closed")]
    public async Task An_agent_who_comes_back_has_a_leg_of_its_own(string state)
    {
        var before = Client.Leg;
        await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { Sandbox.Identity.ConversationId, state });
        var back = (await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { Sandbox.Identity.ConversationId, state = "connected" })).Body;
        var same = (await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { Sandbox.Identity.ConversationId, state = "connected" })).Body;

        var leg = back.GetProperty("communicationId").GetString()!;
        Assert.Equal(leg, same.GetProperty("communicationId").GetString());
        Assert.Equal(404, (await SendAsync(before, new { textBody = "Hello" })).Status);
        Assert.Equal(200, (await SendAsync(before.Replace(Sandbox.Identity.CommunicationId, leg, StringComparison.Ordinal), new { textBody = "Hello" })).Status);
    }

    [Theory]
    [InlineData("disconnected", 403, "disconnected")]
    [InlineData("closed", 409, "closed")]
    [InlineData("RESOLVED", 409, "closed")]
    [InlineData("Resolved", 409, "closed")]
    public async Task A_conversation_that_has_ended_takes_nothing_on_any_route(string state, int status, string word)
    {
        var (conversationId, channelId, guestId) = (Sandbox.Identity.ConversationId, Sandbox.Identity.ChannelId, Sandbox.Identity.GuestId);
        var agent = await Client.UploadAsync("a.pdf");
        var media = (await PostFormAsync("/api/v2/media/upload")).Body.GetProperty("mediaUri").GetString();
        await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { conversationId, state });

        var replies = new[]
        {
            await SendAsync($"{Client.Leg}/media/uploads", new { fileName = "b.pdf", contentLengthBytes = 5 }),
            await SendAsync(Client.Leg, new { textBody = "Hello" }),
            await SendAsync(Client.Leg, new { mediaIds = new[] { agent } }),
            await SendAsync("/api/v2/messaging/messages", new { to = new { id = channelId }, from = new { id = guestId }, text = "Hello" }),
            await SendAsync(MediaPath(conversationId), new { text = "Hello", attachments = new[] { new { mediaUri = media, fileName = "a.pdf" } } }),
            await PostFormAsync($"/api/v2/conversations/webmessaging/{conversationId}/messages"),
            await PostFormAsync($"/api/v2/conversations/webmessaging/guests/{guestId}/messages"),
            await PostFormAsync($"/webmessaging/v1/conversations/{conversationId}/channels/{channelId}/messages", ("conversationId", conversationId), ("channelId", channelId), ("type", "file"), ("from", guestId)),
        };

        Assert.All(replies, reply =>
        {
            Assert.Equal(status, reply.Status);
            Assert.Empty(Schema.Check("ErrorBody", reply.Body));
            Assert.Contains(word, reply.Body.GetProperty("message").GetString(), StringComparison.Ordinal);
        });
        Assert.Empty(Sandbox.Messages);
    }

    [Fact]
    public async Task What_was_said_is_read_after_the_end_too()
    {
        var sent = await SendAsync(Client.Leg, new { mediaIds = new[] { await Client.UploadAsync("a.pdf") } });
        var waiting = await Client.UploadAsync("b.pdf");
        await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { Sandbox.Identity.ConversationId, state = "closed" });
        var id = sent.Body.GetProperty("id").GetString();

        foreach (var path in new[] { $"/api/v2/conversations/messages/{id}/details", $"{Client.Leg}/media/{waiting}", $"{Client.Leg}/media", $"/api/v2/conversations/{Sandbox.Identity.ConversationId}" })
        {
            Assert.Equal(200, (await Client.SendAsync(HttpMethod.Get, path)).Status);
        }
    }

    [Theory]
    [InlineData("ACTIVE", "connected", "connected", false)]
    [InlineData("active", "connected", "connected", false)]
    [InlineData("Connected", "connected", "connected", false)]
    [InlineData("DISCONNECTED", "disconnected", "disconnected", false)]
    [InlineData("resolved", "closed", "disconnected", true)]
    public async Task States_are_taken_in_the_words_of_the_guides_and_in_any_case(string given, string state, string leg, bool hasEnd)
    {
        var opened = await SendAsync("/_sandbox/conversations", new { state = given });
        var read = (await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{opened.Body.GetProperty("conversationId").GetString()}")).Body;

        Assert.Equal(state, opened.Body.GetProperty("state").GetString());
        Assert.Equal(hasEnd, read.TryGetProperty("endTime", out _));
        Assert.Empty(Schema.Check("Conversation", read));
        Assert.All(read.GetProperty("participants").EnumerateArray(), participant => Assert.Equal(leg, participant.GetProperty("messages")[0].GetProperty("state").GetString()));
        var refused = await SendAsync("/_sandbox/conversations", new { state = "asleep" });
        Assert.Equal((400, "state is one of connected, disconnected, closed, ACTIVE, RESOLVED."), (refused.Status, refused.Body.GetProperty("message").GetString()));
    }

    private static string MediaPath(string conversationId) => $"/api/v2/conversations/messages?conversationId={conversationId}&conversationType=webmessaging";

    private static object Message(string channelId, string guestId, string attachmentId) => new
    {
        to = new { id = channelId }, from = new { id = guestId }, attachments = new[] { new { id = attachmentId, name = "a.pdf", contentType = "application/pdf", size = 5 } },
    };

    private async Task<(int Status, JsonElement Body)> SendAsync(string path, object body)
    {
        var (status, answer, _) = await Client.SendAsync(HttpMethod.Post, path, body);
        return (status, answer);
    }

    private async Task<(int Status, JsonElement Body)> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent("b0undary");
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b0undary");
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        var file = new StringContent("12345");
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        file.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"file\"; filename=\"a.pdf\"");
        form.Add(file);
        using var reply = await Client.Http.PostAsync(new Uri(path, UriKind.Relative), form);
        return ((int)reply.StatusCode, JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement);
    }
}
