using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>Messages as the platform tells of them: when they are sent, on their leg, and read again singly or many at once.</summary>
public sealed class ReadingTests : SandboxTests
{
    private string Conversation => $"/api/v2/conversations/{Sandbox.Identity.ConversationId}";

    private string Messages => $"/api/v2/conversations/messages/{Sandbox.Identity.ConversationId}/messages";

    [Theory]
    [InlineData("a.png", "image/png", "Image")]
    [InlineData("a.mp4", "video/mp4", "Video")]
    [InlineData("a.mp3", "audio/mpeg", "Audio")]
    [InlineData("a.pdf", "application/pdf", "File")]
    public async Task A_file_is_told_of_with_its_true_kind_and_only_in_fields_that_are_left(string name, string mime, string kind)
    {
        var media = await Client.UploadAsync(name);
        var sent = (await Client.SendAsync(HttpMethod.Post, Client.Leg, new { mediaIds = new[] { media } })).Body;
        var id = sent.GetProperty("id").GetString();

        var single = (await Client.SendAsync(HttpMethod.Get, $"{Messages}/{id}")).Body;
        var details = (await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/messages/{id}/details")).Body;
        var bulk = (await Client.SendAsync(HttpMethod.Post, $"{Messages}/bulk", new[] { id })).Body.GetProperty("entities")[0];

        foreach (var message in new[] { sent, single, details, bulk })
        {
            // The schema has no textBody, media or stickers, and takes no field that it does not have.
            Assert.Empty(Schema.Check("MessageData", message));
            var attachment = message.GetProperty("normalizedMessage").GetProperty("content")[0].GetProperty("attachment");
            Assert.Equal((media, kind, mime, name), (Text(attachment, "id"), Text(attachment, "mediaType"), Text(attachment, "mime"), Text(attachment, "filename")));
            Assert.Equal(5, attachment.GetProperty("contentSizeBytes").GetInt64());
            Assert.Equal(Sandbox.Messages.Single().Attachments.Single().Sha256, Text(attachment, "sha256"));
        }
    }

    [Fact]
    public async Task A_leg_tells_which_of_its_messages_carry_what_kind_of_content()
    {
        await Client.SendAsync(HttpMethod.Post, Client.Leg, new { textBody = "Hello" });
        await Client.SendAsync(HttpMethod.Post, Client.Leg, new { mediaIds = new[] { await Client.UploadAsync("a.png") } });

        var conversation = (await Client.SendAsync(HttpMethod.Get, Conversation)).Body;

        Assert.Empty(Schema.Check("Conversation", conversation));
        var told = Leg(conversation, "agent").GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("messageMetadata")).ToList();
        Assert.Equal(["Text", "Text"], told.Select(metadata => Text(metadata, "type")));
        Assert.False(told[0].TryGetProperty("content", out _));
        Assert.Equal(("Attachment", "Image"), (Text(told[1].GetProperty("content")[0], "contentType"), Text(told[1].GetProperty("content")[0], "subType")));
    }

    [Fact]
    public async Task What_the_customer_says_stands_on_their_leg_and_is_read_like_the_rest()
    {
        var identity = Sandbox.Identity;
        await Client.SendAsync(HttpMethod.Post, "/api/v2/messaging/messages", new { to = new { id = identity.ChannelId }, from = new { id = identity.GuestId }, text = "Hi" });

        var conversation = (await Client.SendAsync(HttpMethod.Get, Conversation)).Body;
        var told = Leg(conversation, "customer").GetProperty("messages")[0];
        var message = (await Client.SendAsync(HttpMethod.Get, $"{Messages}/{Text(told, "messageId")}")).Body;

        Assert.Empty(Schema.Check("MessageData", message));
        Assert.Equal(("inbound", "received", "received", "Hi"), (Text(message, "direction"), Text(message, "status"), Text(told, "messageStatus"), Text(message.GetProperty("normalizedMessage"), "text")));
        Assert.Empty(Leg(conversation, "agent").GetProperty("messages").EnumerateArray());
    }

    [Fact]
    public async Task Bulk_gives_each_known_message_once_and_leaves_out_the_rest()
    {
        var (first, second) = (await SayAsync("one"), await SayAsync("two"));

        var reply = await Client.SendAsync(HttpMethod.Post, $"{Messages}/bulk", new[] { first, "unknown", second, first });

        Assert.Empty(Schema.Check("TextMessageListing", reply.Body));
        Assert.Equal([first, second], reply.Body.GetProperty("entities").EnumerateArray().Select(message => Text(message, "id")));
    }

    [Fact]
    public async Task Bulk_leaves_out_what_is_another_conversation_s()
    {
        var mine = await SayAsync("one");
        var (_, other, _) = await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { });
        var path = $"/api/v2/conversations/messages/{Text(other, "conversationId")}/messages";

        var bulk = await Client.SendAsync(HttpMethod.Post, $"{path}/bulk", new[] { mine });
        var single = await Client.SendAsync(HttpMethod.Get, $"{path}/{mine}");

        Assert.Equal((200, 0, 404), (bulk.Status, bulk.Body.GetProperty("entities").GetArrayLength(), single.Status));
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 400)]
    [InlineData(0, 400)]
    public async Task Bulk_takes_1_to_1000_ids(int count, int status)
    {
        var reply = await Client.SendAsync(HttpMethod.Post, $"{Messages}/bulk", Enumerable.Range(0, count).Select(i => $"m{i}"));

        Assert.Equal(status, reply.Status);
        Assert.Empty(Schema.Check(status == 200 ? "TextMessageListing" : "ErrorBody", reply.Body));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("{\"ids\":[\"a\"]}")]
    [InlineData("nonsense")]
    public async Task Bulk_takes_nothing_but_a_list_of_ids(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var reply = await Client.Http.PostAsync(new Uri($"{Messages}/bulk", UriKind.Relative), content);

        Assert.Equal(400, (int)reply.StatusCode);
    }

    [Fact]
    public async Task What_is_unknown_is_not_found_and_what_is_not_permitted_names_what_it_takes()
    {
        var id = await SayAsync("one");
        using var poor = await Client.LimitAsync("conversation:message:create");
        var unknown = new[]
        {
            await Client.SendAsync(HttpMethod.Get, $"{Messages}/unknown"),
            await Client.SendAsync(HttpMethod.Get, "/api/v2/conversations/messages/unknown/details"),
            await Client.SendAsync(HttpMethod.Post, "/api/v2/conversations/messages/unknown/messages/bulk", new[] { id }),
        };
        var refused = new[]
        {
            await poor.SendAsync(HttpMethod.Get, $"{Messages}/{id}"),
            await poor.SendAsync(HttpMethod.Get, $"/api/v2/conversations/messages/{id}/details"),
            await poor.SendAsync(HttpMethod.Post, $"{Messages}/bulk", new[] { id }),
        };

        Assert.All(unknown, reply => Assert.Equal(404, reply.Status));
        Assert.All(refused, reply =>
        {
            Assert.Equal(403, reply.Status);
            Assert.Equal("conversation:message:view, conversation:webmessaging:view", Text(reply.Body.GetProperty("messageParams"), "permissions"));
        });
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_query_parameter_that_left_the_platform_changes_nothing(string value)
    {
        var sent = await Client.SendAsync(HttpMethod.Post, $"{Client.Leg}?useNormalizedMessage={value}", new { textBody = "Hello" });
        var read = await Client.SendAsync(HttpMethod.Get, $"{Messages}/{Text(sent.Body, "id")}?useNormalizedMessage={value}");

        Assert.Equal(sent.Body.GetRawText(), read.Body.GetRawText());
        Assert.Empty(Schema.Check("MessageData", read.Body));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static JsonElement Leg(JsonElement conversation, string purpose) =>
        conversation.GetProperty("participants").EnumerateArray().Single(participant => Text(participant, "purpose") == purpose).GetProperty("messages")[0];

    private async Task<string> SayAsync(string text) => Text((await Client.SendAsync(HttpMethod.Post, Client.Leg, new { textBody = text })).Body, "id")!;
}
