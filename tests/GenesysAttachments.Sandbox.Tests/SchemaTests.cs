namespace GenesysAttachments.Sandbox.Tests;

/// <summary>Every answer of the sandbox has the documented shape, field by field.</summary>
public sealed class SchemaTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        _client = await TestClient.ConnectAsync(_sandbox);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Answers_of_the_published_api()
    {
        var conversation = await _client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{_sandbox.Identity.ConversationId}");
        var upload = await _client.SendAsync(HttpMethod.Post, $"{_client.Leg}/media/uploads", new { fileName = "a.pdf", contentLengthBytes = 5 });
        var id = upload.Body.GetProperty("id").GetString();
        using (var content = new StringContent("12345"))
        {
            using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(upload.Body.GetProperty("uploadUrl").GetString()!)) { Content = content };
            put.Headers.TryAddWithoutValidation("x-amz-tagging", upload.Body.GetProperty("uploadHeaders").GetProperty("x-amz-tagging").GetString());
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var reply = await http.SendAsync(put);
            Assert.True(reply.IsSuccessStatusCode);
        }

        var media = await _client.SendAsync(HttpMethod.Get, $"{_client.Leg}/media/{id}");
        var text = await _client.SendAsync(HttpMethod.Post, _client.Leg, new { textBody = "Hello" });
        var file = await _client.SendAsync(HttpMethod.Post, _client.Leg, new { mediaIds = new[] { id } });
        var error = await _client.SendAsync(HttpMethod.Post, $"{_client.Leg}/media/uploads", new { fileName = "a b.pdf", contentLengthBytes = 5 });
        var unknown = await _client.SendAsync(HttpMethod.Get, "/api/v2/conversations/unknown");

        var profile = await _client.SendAsync(HttpMethod.Get, "/api/v2/conversations/messaging/supportedcontent/default");

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
        var url = await _client.SendAsync(HttpMethod.Post, "/api/v2/messaging/attachments/guest/upload-url", new { fileName = "a.pdf", contentType = "application/pdf", size = 5 });
        var message = await _client.SendAsync(HttpMethod.Post, "/api/v2/messaging/messages", new { to = new { id = _sandbox.Identity.ChannelId }, from = new { id = _sandbox.Identity.GuestId }, text = "Hi" });

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
