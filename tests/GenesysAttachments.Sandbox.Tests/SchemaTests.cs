namespace GenesysAttachments.Sandbox.Tests;

/// <summary>Every answer of the sandbox has the documented shape, field by field.</summary>
public sealed class SchemaTests : SandboxTests
{
    [Fact]
    public async Task Answers_of_the_published_api()
    {
        var conversation = await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{Sandbox.Identity.ConversationId}");
        var upload = await Client.SendAsync(HttpMethod.Post, $"{Client.Leg}/media/uploads", new { fileName = "a.pdf", contentLengthBytes = 5 });
        var id = upload.Body.GetProperty("id").GetString();
        using (var content = new StringContent("12345"))
        {
            using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(upload.Body.GetProperty("uploadUrl").GetString()!)) { Content = content };
            put.Headers.TryAddWithoutValidation("x-amz-tagging", upload.Body.GetProperty("uploadHeaders").GetProperty("x-amz-tagging").GetString());
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var reply = await http.SendAsync(put);
            Assert.True(reply.IsSuccessStatusCode);
        }

        var media = await Client.SendAsync(HttpMethod.Get, $"{Client.Leg}/media/{id}");
        var text = await Client.SendAsync(HttpMethod.Post, Client.Leg, new { textBody = "Hello" });
        var file = await Client.SendAsync(HttpMethod.Post, Client.Leg, new { mediaIds = new[] { id } });
        var error = await Client.SendAsync(HttpMethod.Post, $"{Client.Leg}/media/uploads", new { fileName = "a b.pdf", contentLengthBytes = 5 });
        var unknown = await Client.SendAsync(HttpMethod.Get, "/api/v2/conversations/unknown");

        var profile = await Client.SendAsync(HttpMethod.Get, "/api/v2/conversations/messaging/supportedcontent/default");

        Assert.Empty(Schema.Check("SupportedContent", profile.Body));
        Assert.Empty(Schema.Check("Conversation", conversation.Body));
        Assert.Empty(Schema.Check("MessageMediaUploadData", upload.Body));
        Assert.Empty(Schema.Check("MessageMediaData", media.Body));
        Assert.Empty(Schema.Check("MessageData", text.Body));
        Assert.Empty(Schema.Check("MessageData", file.Body));
        Assert.Empty(Schema.Check("ErrorBody", error.Body));
        Assert.Empty(Schema.Check("ErrorBody", unknown.Body));
    }

    [Fact]
    public async Task Answers_of_the_community_s_guide()
    {
        var url = await Client.SendAsync(HttpMethod.Post, "/api/v2/messaging/attachments/guest/upload-url", new { fileName = "a.pdf", contentType = "application/pdf", size = 5 });
        var message = await Client.SendAsync(HttpMethod.Post, "/api/v2/messaging/messages", new { to = new { id = Sandbox.Identity.ChannelId }, from = new { id = Sandbox.Identity.GuestId }, text = "Hi" });

        Assert.Empty(Schema.Check("GuestUploadUrl", url.Body));
        Assert.Empty(Schema.Check("GuestMessageReply", message.Body));
    }

    [Fact]
    public void The_check_itself_finds_what_is_wrong()
    {
        var body = System.Text.Json.JsonDocument.Parse("""{"status":"ready","contentLengthBytes":"5","more":1}""").RootElement;

        Assert.Equal(["type /contentLengthBytes", "type /status", "unknown /more"], Schema.Check("MessageMediaData", body).Order());
        Assert.Equal(["required /timestamp"], Schema.Check("MessageData", System.Text.Json.JsonDocument.Parse("""{"status":"sent"}""").RootElement));
    }
}
