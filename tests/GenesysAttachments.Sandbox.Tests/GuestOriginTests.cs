using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>A deployment that is restricted to domains is open to their pages, and nothing else is.</summary>
public sealed class GuestOriginTests : SandboxTests
{
    private const string Shop = "https://shop.example";

    [Theory]
    [InlineData(Shop)]
    [InlineData("http://shop.example")]
    [InlineData("https://shop.example:8443")]
    public async Task A_page_that_the_deployment_lists_opens_its_socket_and_reads_its_history_and_no_more(string origin)
    {
        var deployment = await RestrictAsync("shop.example");
        using var socket = await OpenAsync(deployment, origin);

        await AskAsync(socket, $$"""{"action":"configureSession","token":"t","deploymentId":"{{deployment}}","startNew":false}""");
        await AskAsync(socket, """{"action":"onMessage","token":"t","message":{"type":"Text","text":"x"}}""");
        var jwt = (await AskAsync(socket, """{"action":"getJwt","token":"t"}""")).GetProperty("body").GetProperty("jwt").GetString()!;

        Assert.Single(Sandbox.Messages);
        Assert.Equal(200, await GetAsync("/api/v2/webmessaging/messages", origin, jwt));
        Assert.Equal(403, await GetAsync("/api/v2/webmessaging/messages", "https://attacker.example", jwt));
        Assert.Equal(403, await GetAsync("/api/v2/webmessaging/messages", origin, "made-up"));
        Assert.Equal(403, await GetAsync($"/_sandbox/messages?deploymentId={deployment}", origin, jwt));
        Assert.Equal(403, await GetAsync($"/api/v2/conversations?deploymentId={deployment}", origin, jwt));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("shop.example")]
    [InlineData("https://attacker.example")]
    [InlineData("https://shop.example.attacker.example")]
    [InlineData("https://attacker-shop.example")]
    [InlineData("https://a.shop.example")]
    [InlineData("https://shop.example.")]
    [InlineData("https://shop.example@attacker.example")]
    [InlineData("https://user@shop.example")]
    [InlineData("https://shop.example/")]
    [InlineData("https://attacker.example/shop.example")]
    [InlineData("https://attacker.example#shop.example")]
    [InlineData("https://attacker.example\\@shop.example")]
    [InlineData("ftp://shop.example")]
    [InlineData("https://shop.example, https://attacker.example")]
    public async Task Another_page_is_refused_by_a_deployment_that_is_restricted(string? origin)
    {
        var deployment = await RestrictAsync("shop.example");

        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(deployment, origin));
    }

    [Fact]
    public async Task A_deployment_that_is_not_restricted_is_open_to_no_page_but_its_own()
    {
        var deployment = Sandbox.Identity.DeploymentId;
        await RestrictAsync("shop.example");

        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(deployment, Shop));
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(Guid.NewGuid().ToString(), Shop));
        using var own = await OpenAsync(deployment, Sandbox.Identity.Url);
        using var none = await OpenAsync(deployment, null);
    }

    private async Task<string> RestrictAsync(params string[] allowedDomains)
    {
        var (_, made, _) = await Client.SendAsync(HttpMethod.Post, "/_sandbox/deployments", new { allowedDomains });
        return made.GetProperty("deploymentId").GetString()!;
    }

    private async Task<ClientWebSocket> OpenAsync(string deployment, string? origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(new UriBuilder(Sandbox.Identity.Url) { Scheme = "ws", Path = "/v1", Query = $"deploymentId={deployment}" }.Uri, default);
        return socket;
    }

    private async Task<int> GetAsync(string path, string origin, string jwt)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", jwt);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        using var answer = await Client.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static async Task<JsonElement> AskAsync(ClientWebSocket socket, string frame)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, limit.Token);
        var buffer = new byte[64 * 1024];
        var part = await socket.ReceiveAsync(buffer, limit.Token);
        return JsonDocument.Parse(buffer.AsMemory(0, part.Count)).RootElement;
    }
}
