using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>A file of a message on its way back: where the message says that it lies, who is led on from there, and what the storage gives.</summary>
public sealed class DownloadTests : IAsyncLifetime
{
    private const string Words = "Hello, file";
    private readonly Clock _time = new();
    private SandboxServer _sandbox = null!;
    private TestClient _client = null!;

    // Follows nothing and shows nothing of its own.
    private readonly HttpClient _bare = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { PresignLifetime = 60 }, _time);
        _client = await TestClient.ConnectAsync(_sandbox);
    }

    public async Task DisposeAsync()
    {
        _bare.Dispose();
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("inbound")]
    [InlineData("outbound")]
    public async Task A_message_s_file_comes_back_byte_for_byte_by_way_of_the_org(string direction)
    {
        var added = await _client.AddMessageAsync(direction, new { fileName = "a.pdf", contentType = "application/pdf", content = Base64(Words) });

        var attachment = await _client.ReadAttachmentAsync(added);
        var url = attachment.GetProperty("url").GetString()!;
        using var reply = await _bare.GetAsync(new Uri(await ResolveAsync(url)));

        Assert.Matches($"^{_sandbox.Identity.Url}/api/v2/downloads/[0-9a-f]{{16}}$", url);
        Assert.Equal((HttpStatusCode.OK, "application/pdf", Words), (reply.StatusCode, reply.Content.Headers.ContentType?.ToString(), await reply.Content.ReadAsStringAsync()));
        Assert.Equal((long?)Words.Length, reply.Content.Headers.ContentLength);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Words))), attachment.GetProperty("sha256").GetString());
        Assert.Equal(Words.Length, attachment.GetProperty("contentSizeBytes").GetInt32());
    }

    [Fact]
    public async Task What_an_agent_uploaded_comes_back_too_from_its_message_and_from_its_media()
    {
        var media = await _client.UploadAsync("a.pdf", "12345");
        var sent = await _client.SendAsync(HttpMethod.Post, _client.Leg, new { mediaIds = new[] { media } });
        var single = await _client.SendAsync(HttpMethod.Get, $"{_client.Leg}/media/{media}");

        foreach (var url in new[] { sent.Body.GetProperty("normalizedMessage").GetProperty("content")[0].GetProperty("attachment").GetProperty("url").GetString()!, single.Body.GetProperty("url").GetString()! })
        {
            Assert.Equal("12345", await _bare.GetStringAsync(new Uri(await ResolveAsync(url))));
        }
    }

    [Fact]
    public async Task A_redirect_leads_where_the_answer_would_and_each_time_elsewhere()
    {
        var (_, path) = await AddAsync();

        using var redirected = await AskAsync($"{path}?redirectToAuth=false");
        var (first, second) = (await ResolveAsync(path), await ResolveAsync(path));

        Assert.Equal(HttpStatusCode.Redirect, redirected.StatusCode);
        Assert.Equal(3, new[] { redirected.Headers.Location!.ToString(), first, second }.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Words, await _bare.GetStringAsync(redirected.Headers.Location));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("dead")]
    public async Task Without_a_token_a_browser_is_sent_to_sign_in_and_who_asks_not_to_be_is_told(string? token)
    {
        var (_, path) = await AddAsync();

        using var sent = await AskAsync(path, token);
        using var page = await _bare.GetAsync(sent.Headers.Location);
        using var told = await AskAsync($"{path}?redirectToAuth=false&issueRedirect=false", token);

        Assert.Equal((HttpStatusCode.Redirect, "text/html"), (sent.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.Unauthorized, "application/json"), (told.StatusCode, told.Content.Headers.ContentType?.MediaType));
        Assert.Empty(Schema.Check("ErrorBody", JsonDocument.Parse(await told.Content.ReadAsStringAsync()).RootElement));
    }

    [Fact]
    public async Task An_id_that_leads_nowhere_is_not_found_and_a_flag_that_is_none_is_refused()
    {
        var (_, path) = await AddAsync();

        Assert.Equal(404, (await _client.SendAsync(HttpMethod.Get, "/api/v2/downloads/0123456789abcdef")).Status);
        Assert.Equal(400, (await _client.SendAsync(HttpMethod.Get, $"{path}?issueRedirect=perhaps")).Status);
    }

    [Fact]
    public async Task An_id_that_was_given_up_is_not_found_and_the_message_tells_another()
    {
        var (added, path) = await AddAsync();

        await _client.SendAsync(HttpMethod.Post, "/_sandbox/downloads/expire");
        var gone = await _client.SendAsync(HttpMethod.Get, $"{path}?issueRedirect=false");
        var fresh = (await _client.ReadAttachmentAsync(added)).GetProperty("url").GetString()!;

        Assert.Equal(404, gone.Status);
        Assert.EndsWith(path, _sandbox.Identity.Url + path, StringComparison.Ordinal);
        Assert.DoesNotContain(path, fresh, StringComparison.Ordinal);
        Assert.Equal(Words, await _bare.GetStringAsync(new Uri(await ResolveAsync(fresh))));
    }

    [Fact]
    public async Task The_storage_takes_no_token_beside_the_signature_and_writes_down_that_one_was_shown()
    {
        var (_, path) = await AddAsync();
        var url = await ResolveAsync(path);

        using var reply = await AskAsync(url, _client.Http.DefaultRequestHeaders.Authorization!.Parameter);

        Assert.Equal((HttpStatusCode.BadRequest, "InvalidArgument"), (reply.StatusCode, await StorageClient.CodeAsync(reply)));
        var request = Assert.Single(_sandbox.Requests, request => request.Target.StartsWith("/gc-attachments/", StringComparison.Ordinal));
        Assert.Equal(["Bearer …"], request.Headers["Authorization"]);
    }

    [Fact]
    public async Task The_storage_refuses_what_is_late_changed_signed_for_putting_or_unknown()
    {
        var (_, path) = await AddAsync();
        var url = await ResolveAsync(path);
        var opened = await _client.OpenUploadAsync("b.pdf", 5);

        using var changed = await AskAsync(url.Replace("X-Amz-Signature=", "X-Amz-Signature=0", StringComparison.Ordinal), null);
        using var forPut = await AskAsync(opened.Url, null);
        using var unsigned = await AskAsync(url.Split('?')[0], null);
        _time.Shift = TimeSpan.FromSeconds(61);
        using var late = await AskAsync(url, null);

        foreach (var (reply, code) in new[] { (changed, "SignatureDoesNotMatch"), (forPut, "SignatureDoesNotMatch"), (unsigned, "AccessDenied"), (late, "AccessDenied") })
        {
            Assert.Equal((HttpStatusCode.Forbidden, code), (reply.StatusCode, await StorageClient.CodeAsync(reply)));
        }
    }

    [Fact]
    public async Task A_file_may_be_made_up_in_any_size_and_is_what_its_hash_says()
    {
        var added = await _client.AddMessageAsync("inbound", new { fileName = "big.bin", length = 70_000_000 });

        var attachment = await _client.ReadAttachmentAsync(added);
        var bytes = await _bare.GetByteArrayAsync(new Uri(await ResolveAsync(attachment.GetProperty("url").GetString()!)));

        Assert.Equal(70_000_000, bytes.Length);
        Assert.Equal(attachment.GetProperty("sha256").GetString(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scripted_failure_cuts_an_answer_off(bool stalls)
    {
        var added = await _client.AddMessageAsync("inbound", new { length = 200_000 });
        await _client.SendAsync(HttpMethod.Post, "/_sandbox/faults", new { path = "/gc-attachments/*", cutAfterBytes = 1000, stall = stalls });
        var url = await ResolveAsync((await _client.ReadAttachmentAsync(added)).GetProperty("url").GetString()!);

        using var reply = await _bare.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await reply.Content.ReadAsStreamAsync();
        var (buffer, read) = (new byte[4096], 0);
        using var patience = new CancellationTokenSource();
        if (stalls)
        {
            await body.ReadExactlyAsync(buffer.AsMemory(0, 1000));
            var next = body.ReadAsync(buffer, patience.Token).AsTask();
            await Task.WhenAny(next, Task.Delay(200));
            Assert.False(next.IsCompleted);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        }
        else
        {
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                while (await body.ReadAsync(buffer) is > 0 and var count)
                {
                    read += count;
                }
            });
            Assert.Equal(1000, read);
        }

        Assert.Equal(200_000, reply.Content.Headers.ContentLength);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<(JsonElement Added, string Path)> AddAsync()
    {
        var added = await _client.AddMessageAsync("inbound", new { fileName = "a.pdf", content = Base64(Words) });
        return (added, $"/api/v2/downloads/{added.GetProperty("attachments")[0].GetProperty("downloadId").GetString()}");
    }

    private async Task<string> ResolveAsync(string url) =>
        (await _client.SendAsync(HttpMethod.Get, $"{url}?issueRedirect=false&redirectToAuth=false")).Body.GetProperty("url").GetString()!;

    private Task<HttpResponseMessage> AskAsync(string path) => AskAsync(path, _client.Http.DefaultRequestHeaders.Authorization!.Parameter);

    private async Task<HttpResponseMessage> AskAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(_sandbox.Identity.Url), path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await _bare.SendAsync(request);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
