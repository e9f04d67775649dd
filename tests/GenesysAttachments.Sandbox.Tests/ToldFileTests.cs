using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>Messages that a test puts into a conversation, and what they may say of their files that is not so.</summary>
public sealed class ToldFileTests : SandboxTests
{
    private static readonly string Content = Convert.ToBase64String("12345"u8);

    [Theory]
    [InlineData("https://files.example/f.png")]
    [InlineData("https://127.0.0.1.evil.example/api/v2/downloads/0123456789abcdef")]
    [InlineData("http://127.0.0.1/secret")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task A_message_may_name_any_place_for_its_file(string url)
    {
        var attachment = await Client.ReadAttachmentAsync(await Client.AddMessageAsync("inbound", new { fileName = "a.png", url }));

        Assert.Equal(url, attachment.GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("../../evil.sh")]
    [InlineData("NUL")]
    [InlineData("a:b")]
    [InlineData("C:\\Windows\\a.dll")]
    [InlineData("gpj.\u202Eexe")]
    public async Task A_name_is_told_as_it_is_and_its_bytes_come_all_the_same(string fileName)
    {
        var attachment = await Client.ReadAttachmentAsync(await Client.AddMessageAsync("inbound", new { fileName, content = Content }));
        var resolved = await Client.SendAsync(HttpMethod.Get, $"{attachment.GetProperty("url").GetString()}?issueRedirect=false");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        Assert.Equal(fileName, attachment.GetProperty("filename").GetString());
        Assert.Equal("12345", await http.GetStringAsync(new Uri(resolved.Body.GetProperty("url").GetString()!)));
    }

    [Fact]
    public async Task What_is_said_of_a_file_may_be_wrong_or_missing()
    {
        var plain = await Client.ReadAttachmentAsync(await Client.AddMessageAsync("inbound", new { fileName = "a.pdf", content = Content }));
        var wrong = await Client.ReadAttachmentAsync(await Client.AddMessageAsync("inbound", new { content = Content, sha256 = "AAAA", contentSizeBytes = 7, mime = "image/png", mediaType = "Link", text = "caption" }));
        var missing = await Client.ReadAttachmentAsync(await Client.AddMessageAsync("inbound", new { content = Content, omit = new[] { "url", "filename", "mime", "sha256", "contentSizeBytes" } }));

        Assert.Equal(
            ("AAAA", 7, "image/png", "Link", "caption"),
            (Text(wrong, "sha256"), wrong.GetProperty("contentSizeBytes").GetInt32(), Text(wrong, "mime"), Text(wrong, "mediaType"), Text(wrong, "text")));
        Assert.Equal(("application/pdf", "File", 5), (Text(plain, "mime"), Text(plain, "mediaType"), plain.GetProperty("contentSizeBytes").GetInt32()));
        Assert.Equal(["id", "mediaType"], missing.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Both_readings_of_a_conversation_tell_of_all_its_messages_and_of_metadata_where_there_are_any()
    {
        var (id, agent) = (Sandbox.Identity.ConversationId, Sandbox.Identity.CommunicationId);
        await Client.AddMessageAsync("inbound", new { fileName = "a.png", contentType = "image/png", content = Content });
        await Client.AddMessageAsync("outbound", new { content = Content });
        await Client.SendAsync(HttpMethod.Post, $"/_sandbox/conversations/{id}/messages", new { text = "bare", metadata = false });

        var legs = await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{id}");
        var flat = await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/messages/{id}");

        Assert.Empty(Schema.Check("Conversation", legs.Body));
        var told = flat.Body.GetProperty("participants").EnumerateArray().Select(participant => participant.GetProperty("messages").EnumerateArray().ToList()).ToList();
        Assert.Equal([2, 1], told.Select(messages => messages.Count));
        Assert.Equal("Image", told[0][0].GetProperty("messageMetadata").GetProperty("content")[0].GetProperty("subType").GetString());
        Assert.False(told[0][1].TryGetProperty("messageMetadata", out _));
        Assert.Equal(agent, legs.Body.GetProperty("participants")[1].GetProperty("messages")[0].GetProperty("id").GetString());
        Assert.Equal(
            told.SelectMany(messages => messages).Select(message => Text(message, "messageId")),
            legs.Body.GetProperty("participants").EnumerateArray().SelectMany(participant => participant.GetProperty("messages")[0].GetProperty("messages").EnumerateArray()).Select(message => Text(message, "messageId")));
    }

    [Fact]
    public async Task A_leg_tells_of_more_messages_than_one_bulk_read_takes()
    {
        for (var i = 0; i < 1001; i++)
        {
            await Client.SendAsync(HttpMethod.Post, $"/_sandbox/conversations/{Sandbox.Identity.ConversationId}/messages", new { text = "x" });
        }

        var read = await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{Sandbox.Identity.ConversationId}");

        Assert.Equal(1001, read.Body.GetProperty("participants")[0].GetProperty("messages")[0].GetProperty("messages").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"direction":"sideways","text":"x"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"attachments":[null]}""")]
    [InlineData("""{"attachments":[{"content":"AAAA","length":5}]}""")]
    [InlineData("""{"attachments":[{"length":-1}]}""")]
    [InlineData("""{"attachments":[{"content":"???"}]}""")]
    [InlineData("""{"attachments":[{"omit":["id"]}]}""")]
    [InlineData("""{"attachments":[{"name":"a"}]}""")]
    public async Task What_cannot_be_meant_is_refused(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var reply = await Client.Http.PostAsync(new Uri($"/_sandbox/conversations/{Sandbox.Identity.ConversationId}/messages", UriKind.Relative), content);

        Assert.Equal(400, (int)reply.StatusCode);
        Assert.Empty(Sandbox.Messages);
    }

    [Fact]
    public async Task The_platform_s_copy_of_a_stranger_s_file_is_listed_where_it_has_one()
    {
        const string url = "https://files.example/f.png";
        await Client.AddMessageAsync("inbound", new { content = Content, contentType = "image/png", url });
        await Client.AddMessageAsync("inbound", new { url = "https://files.example/not-copied.png" });
        await Client.AddMessageAsync("inbound", new { content = Content });
        using var poor = await Client.LimitAsync("conversation:message:view");

        var all = await Client.SendAsync(HttpMethod.Get, "/api/v2/conversations/messages/cachedmedia");
        var copy = Assert.Single((await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/messages/cachedmedia?url={Uri.EscapeDataString(url)}")).Body.GetProperty("entities").EnumerateArray().ToList());
        var single = await Client.SendAsync(HttpMethod.Get, Text(copy, "selfUri")!);
        var other = await Client.SendAsync(HttpMethod.Get, "/api/v2/conversations/messages/cachedmedia?url=https%3A%2F%2Fother.example%2F");
        var refused = await poor.SendAsync(HttpMethod.Get, "/api/v2/conversations/messages/cachedmedia");

        Assert.Equal((1, 0), (all.Body.GetProperty("total").GetInt32(), other.Body.GetProperty("total").GetInt32()));
        Assert.Equal((url, "image/png", 5), (Text(copy, "url"), Text(copy, "mediaType"), copy.GetProperty("contentLengthBytes").GetInt32()));
        Assert.Equal(copy.GetRawText(), single.Body.GetRawText());
        Assert.StartsWith($"{Sandbox.Identity.Url}/api/v2/downloads/", Text(copy, "downloadUrl"), StringComparison.Ordinal);
        Assert.Equal((403, "conversation:cachedMedia:view"), (refused.Status, Text(refused.Body.GetProperty("messageParams"), "permissions")));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
