using System.Diagnostics;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>Every option does what it says.</summary>
public sealed class OptionsTests
{
    [Fact]
    public async Task Latency_comes_before_each_answer()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Latency = 150 });
        var clock = Stopwatch.StartNew();
        using var client = await TestClient.ConnectAsync(sandbox);
        await client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{sandbox.Identity.ConversationId}");

        Assert.True(clock.ElapsedMilliseconds >= 300);
    }

    [Fact]
    public async Task Quota_off_counts_nothing()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Quota = false });
        using var client = await TestClient.ConnectAsync(sandbox);
        var reply = await client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{sandbox.Identity.ConversationId}");

        Assert.False(reply.Headers.Contains("inin-ratelimit-count"));
    }

    [Fact]
    public async Task Presign_lifetime_is_in_the_url_and_the_store_folder_gets_the_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("gca-").FullName;
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { PresignLifetime = 77, StoreFolder = folder });
        using var client = await TestClient.ConnectAsync(sandbox);
        var (url, tagging) = await client.OpenUploadAsync("a.pdf", 5);
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(url)) { Content = new StringContent("12345") };
        put.Headers.TryAddWithoutValidation("x-amz-tagging", tagging);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var reply = await http.SendAsync(put);

        Assert.Contains("X-Amz-Expires=77&", url, StringComparison.Ordinal);
        Assert.Equal("12345", await File.ReadAllTextAsync(Directory.GetFiles(folder).Single()));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_policy_file_and_the_policy_path_set_the_rules()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"outbound":{"fileTypes":[{"type":"image/*"}],"maxFileSizeKB":1},"blockedExtensions":[".gif"]}""");
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { PolicyFile = file });
        using var client = await TestClient.ConnectAsync(sandbox);

        var large = await client.SendAsync(HttpMethod.Post, $"{client.Leg}/media/uploads", new { fileName = "a.png", contentLengthBytes = 1025 });
        var blocked = await client.SendAsync(HttpMethod.Post, $"{client.Leg}/media/uploads", new { fileName = "a.GIF", contentLengthBytes = 5 });
        await client.SendAsync(HttpMethod.Put, "/_sandbox/policy", new { outbound = new { maxFileSizeKB = 2 } });
        var fits = await client.SendAsync(HttpMethod.Post, $"{client.Leg}/media/uploads", new { fileName = "a.png", contentLengthBytes = 1025 });
        var misspelt = await client.SendAsync(HttpMethod.Put, "/_sandbox/policy", new { outbund = 1 });

        Assert.Equal([413, 400, 200, 400], new[] { large.Status, blocked.Status, fits.Status, misspelt.Status });
        File.Delete(file);
    }

    [Fact]
    public async Task Reset_forgets_what_arrived_and_keeps_who_may_sign_in()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        using var client = await TestClient.ConnectAsync(sandbox);
        await client.SendAsync(HttpMethod.Post, client.Leg, new { textBody = "Hello" });
        await client.SendAsync(HttpMethod.Post, "/_sandbox/faults", new { status = 500 });

        await client.SendAsync(HttpMethod.Post, "/_sandbox/reset");

        Assert.Empty(sandbox.Messages);
        Assert.Empty(sandbox.Requests);
        Assert.Equal(200, (await client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{sandbox.Identity.ConversationId}")).Status);
    }
}
