using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>The guest socket as any client meets it: strict on fields, order, rates and codes.</summary>
public sealed class GuestTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions());

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData("""{"fileName":"a","fileType":"text/plain","fileSize":1}""", 4004)]
    [InlineData("""{"fileName":"a.exe","fileType":"application/pdf","fileSize":1}""", 4001)]
    [InlineData("""{"fileName":"a.txt","fileType":"text/plain; charset=utf-8","fileSize":1}""", 4001)]
    [InlineData("""{"fileName":"a.txt","fileType":"text/plain","fileSize":0}""", 4102)]
    [InlineData("""{"fileName":"a.txt","fileType":"text/plain","fileSize":10485761}""", 4002)]
    public async Task An_upload_that_breaks_a_rule_is_refused_with_its_code(string file, int code)
    {
        using var guest = await JoinAsync("t1");

        var answer = await AskAsync(guest, $$"""{"action":"onAttachment","token":"t1",{{file[1..^1]}}}""");

        Assert.Equal(("GenerateUrlError", code), (Class(answer), answer.GetProperty("body").GetProperty("errorCode").GetInt32()));
        Assert.Empty(Schema.Check("GenerateUrlError", answer.GetProperty("body")));
    }

    [Theory]
    [InlineData("""{"action":"onMessage","token":"t2","message":{"type":"Text","text":"LONG"}}""", 4011)]
    [InlineData("""{"action":"onMessage","token":"t2","message":{"type":"Text","content":[{"contentType":"Attachment","attachment":{"id":"none"}}]}}""", 4009)]
    [InlineData("""{"action":"onMessage","token":"t2","message":{"type":"Text","text":"x","channel":{"metadata":{"customAttributes":{"a":"LONG"}}}}}""", 4013)]
    [InlineData("""{"action":"onMessage","token":"t2","message":{"type":"Text"}}""", 400)]
    [InlineData("""{"action":"onMessage","token":"t2","message":{"type":"Event","events":[{"eventType":"Presence","presence":{"type":"Clear"}}]}}""", 403)]
    [InlineData("""{"action":"getAttachment","token":"t2","attachmentId":"none"}""", 4009)]
    [InlineData("""{"action":"dance","token":"t2"}""", 400)]
    [InlineData("""{"action":"echo"}""", 400)]
    [InlineData("not json", 400)]
    public async Task What_is_wrong_is_answered_with_a_string_and_its_code(string frame, int code)
    {
        using var guest = await JoinAsync("t2");

        var answer = await AskAsync(guest, frame.Replace("LONG", new string('x', 4097), StringComparison.Ordinal));

        Assert.Equal(("string", code), (Class(answer), answer.GetProperty("code").GetInt32()));
        var logged = _sandbox.Requests.Last(request => request.Method == "WS");
        Assert.Equal((code, answer.GetProperty("body").GetString()), (logged.Status, logged.Problem));
        Assert.Empty(_sandbox.Messages);
    }

    [Theory]
    [InlineData("""{"action":"onMessage","token":"t6","message":{"type":"Text","text":"x","channel":{"metadata":{"customAttributes":{"a":"b","n":1}}}}}""", "a=b n=1")]
    [InlineData("""{"action":"onMessage","token":"t6","channel":{"metadata":{"customAttributes":{"a":"b"}}},"message":{"type":"Text","text":"x"}}""", "")]
    [InlineData("""{"action":"onMessage","token":"t6","channel":{"metadata":{"customAttributes":{"a":"LONG"}}},"message":{"type":"Text","text":"x"}}""", "")]
    [InlineData("""{"action":"onMessage","token":"t6","channel":{"metadata":{"customAttributes":{"a":"root"}}},"message":{"type":"Text","text":"x","channel":{"metadata":{"customAttributes":{"a":"b"}}}}}""", "a=b")]
    public async Task Custom_attributes_count_in_the_message_alone(string frame, string attributes)
    {
        using var guest = await JoinAsync("t6");

        var answer = await AskAsync(guest, frame.Replace("LONG", new string('x', 4097), StringComparison.Ordinal));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var shown = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{_sandbox.Identity.Url}/_sandbox/messages")));

        Assert.Equal("StructuredMessage", Class(answer));
        Assert.Equal(attributes, string.Join(' ', shown.RootElement[0].GetProperty("attributes").EnumerateObject().Select(pair => $"{pair.Name}={pair.Value.GetString()}")));
        Assert.Equal(attributes, string.Join(' ', _sandbox.Messages.Single().Attributes.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Theory]
    [InlineData("disconnected")]
    [InlineData("closed")]
    public async Task A_guest_s_conversation_that_has_ended_takes_neither_file_nor_message_nor_event(string state)
    {
        await _sandbox.DisposeAsync();
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Quota = false });
        using var guest = await JoinAsync("t7");
        await AskAsync(guest, """{"action":"onMessage","token":"t7","message":{"type":"Text","text":"x"}}""");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var body = new StringContent($$"""{"conversationId":"{{_sandbox.Messages.Single().ConversationId}}","state":"{{state}}"}""");
        using var changed = await http.PostAsync(new Uri($"{_sandbox.Identity.Url}/_sandbox/conversations"), body);
        changed.EnsureSuccessStatusCode();

        foreach (var frame in new[]
        {
            """{"action":"onAttachment","token":"t7","fileName":"a.txt","fileType":"text/plain","fileSize":1}""",
            """{"action":"onMessage","token":"t7","message":{"type":"Event","events":[{"eventType":"Presence","presence":{"type":"Join"}}]}}""",
            """{"action":"onMessage","token":"t7","message":{"type":"Text","text":"y"}}""",
        })
        {
            var answer = await AskAsync(guest, frame);
            Assert.Equal(("string", 409, "Conversation has ended."), (Class(answer), answer.GetProperty("code").GetInt32(), answer.GetProperty("body").GetString()));
        }

        Assert.Single(_sandbox.Messages);
    }

    [Fact]
    public async Task Nothing_is_taken_before_the_session_is_configured()
    {
        using var guest = await OpenAsync();

        Assert.Equal(401, (await AskAsync(guest, """{"action":"onMessage","token":"t3","message":{"type":"Text","text":"x"}}""")).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task The_third_message_of_a_second_and_the_third_health_check_of_a_minute_are_too_many()
    {
        using var guest = await JoinAsync("t4");
        var classes = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            classes.Add(Class(await AskAsync(guest, """{"action":"onMessage","token":"t4","message":{"type":"Text","text":"x"}}""")));
        }

        for (var i = 0; i < 3; i++)
        {
            classes.Add(Class(await AskAsync(guest, """{"action":"echo","token":"t4","message":{"type":"Text","text":"ping"}}""")));
        }

        Assert.Equal(["StructuredMessage", "StructuredMessage", "TooManyRequestsErrorMessage", "StructuredMessage", "StructuredMessage", "TooManyRequestsErrorMessage"], classes);
    }

    [Fact]
    public async Task A_fourth_socket_closes_the_oldest()
    {
        using var first = await JoinAsync("t5");
        using var second = await JoinAsync("t5");
        using var third = await JoinAsync("t5");
        using var fourth = await JoinAsync("t5");

        Assert.Equal("ConnectionClosedEvent", Class(await ReceiveAsync(first)));
        Assert.Equal("StructuredMessage", Class(await AskAsync(fourth, """{"action":"echo","token":"t5","message":{"type":"Text","text":"ping"}}""")));
    }

    [Fact]
    public async Task A_guest_reads_files_of_both_sides_again_at_a_signed_url_that_is_fresh_each_time()
    {
        using var guest = await JoinAsync("t8");
        using var client = await TestClient.ConnectAsync(_sandbox);
        await UploadAsync(guest, "t8", "mine");
        var echo = await AskAsync(guest, """{"action":"onMessage","token":"t8","message":{"type":"Text","content":[{"contentType":"Attachment","attachment":{"id":"mine"}}]}}""");
        var conversation = _sandbox.Messages.Single().ConversationId;
        await client.SendAsync(HttpMethod.Post, $"/_sandbox/conversations/{conversation}/messages", new { direction = "outbound", attachments = new[] { new { fileName = "theirs.txt", content = Convert.ToBase64String("67890"u8) } } });
        var jwt = (await AskAsync(guest, """{"action":"getJwt","token":"t8"}""")).GetProperty("body").GetProperty("jwt").GetString()!;
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", jwt);

        var history = (await client.SendAsync(HttpMethod.Get, "/api/v2/webmessaging/messages?pageSize=25&pageNumber=1")).Body;
        var (theirs, mine) = (FileOf(history.GetProperty("entities")[0]), FileOf(history.GetProperty("entities")[1]));
        var again = (await AskAsync(guest, """{"action":"getAttachment","token":"t8","attachmentId":"mine"}""")).GetProperty("body");
        var sent = (await AskAsync(guest, $$"""{"action":"getAttachment","token":"t8","attachmentId":"{{theirs.GetProperty("id").GetString()}}"}""")).GetProperty("body");

        Assert.Equal(("theirs.txt", 5, "a.txt", 5), (theirs.GetProperty("filename").GetString(), theirs.GetProperty("fileSize").GetInt32(), mine.GetProperty("filename").GetString(), mine.GetProperty("fileSize").GetInt32()));
        Assert.Equal(("{}", 5), (again.GetProperty("headers").GetRawText(), again.GetProperty("fileSize").GetInt32()));
        string[] urls = [Url(FileOf(echo.GetProperty("body"))), Url(mine), Url(again), Url(theirs), Url(sent)];
        Assert.Equal(urls.Length, urls.Distinct(StringComparer.Ordinal).Count());
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        Assert.Equal(["12345", "12345", "12345", "67890", "67890"], await Task.WhenAll(urls.Select(url => http.GetStringAsync(new Uri(url)))));

        static JsonElement FileOf(JsonElement message) => message.GetProperty("content")[0].GetProperty("attachment");
        static string Url(JsonElement file) => file.GetProperty("url").GetString()!;
    }

    [Fact]
    public async Task A_guest_s_history_comes_by_page_newest_first()
    {
        using var guest = await JoinAsync("t9");
        using var client = await TestClient.ConnectAsync(_sandbox);
        await AskAsync(guest, """{"action":"onMessage","token":"t9","message":{"type":"Text","text":"0"}}""");
        for (var i = 1; i < 30; i++)
        {
            await client.SendAsync(HttpMethod.Post, $"/_sandbox/conversations/{_sandbox.Messages.First().ConversationId}/messages", new { text = $"{i}" });
        }

        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", (await AskAsync(guest, """{"action":"getJwt","token":"t9"}""")).GetProperty("body").GetProperty("jwt").GetString()!);
        var second = (await client.SendAsync(HttpMethod.Get, "/api/v2/webmessaging/messages?pageNumber=2")).Body;

        Assert.Equal((30, 2, 25), (second.GetProperty("total").GetInt32(), second.GetProperty("pageCount").GetInt32(), second.GetProperty("pageSize").GetInt32()));
        Assert.Equal(["4", "3", "2", "1", "0"], second.GetProperty("entities").EnumerateArray().Select(message => message.GetProperty("text").GetString()));
        Assert.Equal(400, (await client.SendAsync(HttpMethod.Get, "/api/v2/webmessaging/messages?pageSize=101")).Status);
    }

    private static async Task UploadAsync(ClientWebSocket guest, string token, string id)
    {
        var opened = (await AskAsync(guest, $$"""{"action":"onAttachment","token":"{{token}}","attachmentId":"{{id}}","fileName":"a.txt","fileType":"text/plain","fileSize":5}""")).GetProperty("body");
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(opened.GetProperty("url").GetString()!)) { Content = new ByteArrayContent("12345"u8.ToArray()) };
        put.Content.Headers.ContentType = new("text/plain");
        put.Headers.TryAddWithoutValidation("x-amz-tagging", opened.GetProperty("headers").GetProperty("x-amz-tagging").GetString());
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        (await http.SendAsync(put)).EnsureSuccessStatusCode();
        Assert.Equal("UploadSuccessEvent", Class(await ReceiveAsync(guest)));
    }

    private static string Class(JsonElement frame)
    {
        Assert.Empty(Schema.Check("Frame", frame));
        return frame.GetProperty("class").GetString()!;
    }

    private async Task<ClientWebSocket> JoinAsync(string token)
    {
        var socket = await OpenAsync();
        var answer = await AskAsync(socket, $$"""{"action":"configureSession","token":"{{token}}","deploymentId":"{{_sandbox.Identity.DeploymentId}}","startNew":false}""");
        Assert.Equal("SessionResponse", Class(answer));
        return socket;
    }

    private async Task<ClientWebSocket> OpenAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        var address = new UriBuilder(_sandbox.Identity.Url) { Scheme = "ws", Path = "/v1", Query = $"deploymentId={_sandbox.Identity.DeploymentId}" }.Uri;
        await socket.ConnectAsync(address, default);
        return socket;
    }

    private static async Task<JsonElement> AskAsync(ClientWebSocket socket, string frame)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, default);
        return await ReceiveAsync(socket);
    }

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var part = await socket.ReceiveAsync(buffer, limit.Token);
        return JsonDocument.Parse(buffer.AsMemory(0, part.Count)).RootElement;
    }
}
