using System.Net;
using System.Text;
using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>The page for people, as it is on the wire; what a browser makes of it is looked at elsewhere.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private const string SavePath = "/_sandbox/page/files/";
    private static readonly byte[] Png = [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13];

    private SandboxServer _sandbox = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Quota = false });
        _client = await TestClient.ConnectAsync(_sandbox);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/favicon.ico", "image/svg+xml")]
    [InlineData("/_sandbox/page/assets/page.css", "text/css; charset=utf-8")]
    [InlineData("/_sandbox/page/assets/page.js", "text/javascript; charset=utf-8")]
    public async Task It_is_given_with_a_strict_policy_and_is_no_request_of_the_org(string path, string type)
    {
        var before = _sandbox.Requests.Count;
        using var page = await _client.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(type, page.Content.Headers.ContentType!.ToString());
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith($"default-src 'none'; script-src {_sandbox.Identity.Url}/_sandbox/page/assets/; style-src {_sandbox.Identity.Url}/_sandbox/page/assets/; img-src 'self'; connect-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain(_sandbox.Identity.ClientSecret, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, _sandbox.Requests.Count);
    }

    [Theory]
    [InlineData("/_sandbox/page/assets/nothing.js")]
    [InlineData("/_sandbox/page/assets/..%2f..%2fprogram.cs")]
    [InlineData("/_sandbox/page/files/nothing")]
    public async Task What_is_not_there_is_404(string path) => Assert.Equal(HttpStatusCode.NotFound, (await _client.Http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task A_file_is_saved_and_never_run_and_a_raster_picture_is_shown()
    {
        var script = await _client.UploadAsync("page.png", "<script>alert(1)</script>");
        var picture = await _client.UploadAsync("picture.txt", Png);

        using var saved = await _client.Http.GetAsync(SavePath + script);
        using var shown = await _client.Http.GetAsync(SavePath + picture);
        using var asked = await _client.Http.GetAsync(SavePath + picture + "?download");

        Assert.Equal("<script>alert(1)</script>", await saved.Content.ReadAsStringAsync());
        Assert.Equal(Png, await shown.Content.ReadAsByteArrayAsync());
        Assert.Equal(("application/octet-stream", "attachment"), Kind(saved));
        Assert.Equal(("image/png", "inline"), Kind(shown));
        Assert.Equal(("application/octet-stream", "attachment"), Kind(asked));
        Assert.All([saved, shown, asked], answer =>
        {
            Assert.StartsWith("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        });

        static (string?, string?) Kind(HttpResponseMessage answer) => (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.DispositionType);
    }

    [Theory]
    [InlineData("GIF87a", "image/gif")]
    [InlineData("GIF89a", "image/gif")]
    [InlineData("RIFF\0\0\0\0WEBPVP8 ", "image/webp")]
    [InlineData("RIFF\0\0\0\0WAVEfmt ", "application/octet-stream")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream")]
    [InlineData(" GIF89a", "application/octet-stream")]
    [InlineData("BM", "application/octet-stream")]
    public async Task Its_own_bytes_say_what_a_file_is(string body, string type) =>
        Assert.Equal(type, (await _client.Http.GetAsync(SavePath + await _client.UploadAsync("a.png", body))).Content.Headers.ContentType!.MediaType);

    [Fact]
    public async Task The_newest_files_are_kept_and_the_oldest_give_way()
    {
        var first = await _client.UploadAsync("first.bin", "first");
        Assert.Equal("first", await _client.Http.GetStringAsync(SavePath + first));
        var large = new byte[20 * 1024 * 1024];
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await _client.UploadAsync($"{i}.bin", large));
        }

        var kept = await Task.WhenAll(ids.Prepend(first).Select(async id => (await _client.Http.GetAsync(SavePath + id)).IsSuccessStatusCode));

        Assert.Equal([false, false, true, true, true], kept);
        Assert.Equal(large.Length, (await _client.Http.GetByteArrayAsync(SavePath + ids[^1])).Length);
        await _client.SendAsync(HttpMethod.Post, "/_sandbox/reset");
        Assert.Equal(HttpStatusCode.NotFound, (await _client.Http.GetAsync(SavePath + ids[^1])).StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_being_read_stays_whole_while_others_take_its_place()
    {
        var body = Enumerable.Repeat((byte)'r', 8 * 1024 * 1024).ToArray();
        using var reading = await _client.Http.GetAsync(SavePath + await _client.UploadAsync("read.bin", body), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await reading.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[1000]);
        for (var i = 0; i < 5; i++)
        {
            await _client.UploadAsync($"{i}.bin", new byte[20 * 1024 * 1024]);
        }

        using var rest = new MemoryStream();
        await stream.CopyToAsync(rest);

        Assert.Equal(body[1000..], rest.ToArray());
    }

    [Fact]
    public async Task An_event_stream_goes_on_where_its_id_says_and_begins_anew_after_a_reset()
    {
        await SendAsync("one");
        var (id, first) = await ReadAsync(null);
        Assert.Equal((true, "one"), (IsAnew(first), Texts(first)));
        await SendAsync("two");
        await SendAsync("three");

        var (later, rest) = await ReadAsync(id);
        Assert.Equal((false, "two three"), (IsAnew(rest), Texts(rest)));
        foreach (var foreign in new[] { "", "nonsense", "another.1.1.1", later.Split('.')[0] + ".-1.1.1", later + ".1" })
        {
            var (_, all) = await ReadAsync(foreign);
            Assert.Equal((true, "one two three"), (IsAnew(all), Texts(all)));
        }


        await _client.SendAsync(HttpMethod.Post, "/_sandbox/reset");
        await SendAsync("four");
        var (_, anew) = await ReadAsync(later);
        Assert.Equal((true, "four"), (IsAnew(anew), Texts(anew)));
    }

    [Fact]
    public async Task Requests_say_what_was_wrong_with_them_and_show_no_signature()
    {
        await _client.UploadAsync("a.pdf", "1");
        await _client.SendAsync(HttpMethod.Get, "/api/v2/conversations/nothing");
        _sandbox.Faults.Add(new Fault { Path = "/oauth/token", AcceptThenDrop = true });
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.SignInAsync("a", "b"));

        var requests = (await ReadAsync(null)).Data.GetProperty("rows").GetProperty("requests").EnumerateArray().ToList();

        var put = requests.Single(request => request.GetProperty("method").GetString() == "PUT");
        Assert.EndsWith("a.pdf?…", put.GetProperty("target").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, put.GetProperty("problem").ValueKind);
        Assert.Equal("The requested resource was not found.", requests[^2].GetProperty("problem").GetString());
        Assert.Equal("Taken; a scripted failure broke the connection instead of an answer.", requests[^1].GetProperty("problem").GetString());
        Assert.Equal(0, requests[^1].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_fault_is_forgotten_by_its_id_and_the_others_stay()
    {
        foreach (var path in new[] { "/a", "/b" })
        {
            await _client.SendAsync(HttpMethod.Post, "/_sandbox/faults", new { path, status = 500 });
        }

        var faults = (await ReadAsync(null)).Data.GetProperty("state").GetProperty("faults");
        await _client.SendAsync(HttpMethod.Delete, $"/_sandbox/faults/{faults[0].GetProperty("id").GetInt32()}");

        Assert.Equal(["/b"], _sandbox.Faults.All.Select(fault => fault.Path));
    }

    [Theory]
    [InlineData("Origin", "http://attacker.example")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "attacker.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Pages_of_others_get_no_events(string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_sandbox/page/events");
        request.Headers.Add(name, value);

        using var answer = await _client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_page_that_is_open_does_not_hold_up_the_end()
    {
        using var open = await _client.Http.GetAsync("/_sandbox/page/events", HttpCompletionOption.ResponseHeadersRead);
        var ending = _sandbox.DisposeAsync().AsTask();

        Assert.Same(ending, await Task.WhenAny(ending, Task.Delay(TimeSpan.FromSeconds(5))));
    }

    private async Task SendAsync(string text) => Assert.Equal(200, (await _client.SendAsync(HttpMethod.Post, _client.Leg, new { textBody = text })).Status);

    // The first event of a stream, as a browser that comes back asks for it.
    private async Task<(string Id, JsonElement Data)> ReadAsync(string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_sandbox/page/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var answer = await _client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(), Encoding.UTF8);
        var id = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (id, JsonDocument.Parse(line[6..]).RootElement);
            }
        }

        throw new InvalidOperationException("The stream ended without an event.");
    }

    private static bool IsAnew(JsonElement data) => data.GetProperty("rows").GetProperty("isAnew").GetBoolean();

    private static string Texts(JsonElement data) => string.Join(' ', data.GetProperty("rows").GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()));
}
