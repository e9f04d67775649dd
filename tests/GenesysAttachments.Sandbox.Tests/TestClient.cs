using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>A plain client of the sandbox, as a third party would write one.</summary>
public sealed class TestClient : IDisposable
{
    private readonly SandboxServer _sandbox;

    private TestClient(SandboxServer sandbox) => _sandbox = sandbox;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public string Leg => $"/api/v2/conversations/messages/{_sandbox.Identity.ConversationId}/communications/{_sandbox.Identity.CommunicationId}/messages";

    public static async Task<TestClient> ConnectAsync(SandboxServer sandbox, string? clientId = null, string? secret = null)
    {
        var client = new TestClient(sandbox);
        client.Http.BaseAddress = new Uri(sandbox.Identity.Url);
        using var reply = await client.SignInAsync(clientId ?? sandbox.Identity.ClientId, secret ?? sandbox.Identity.ClientSecret);
        using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        client.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", json.RootElement.GetProperty("access_token").GetString());
        return client;
    }

    public async Task<HttpResponseMessage> SignInAsync(string id, string secret, string grant = "client_credentials", string? scope = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        var form = new Dictionary<string, string> { ["grant_type"] = grant };
        if (scope is not null)
        {
            form["scope"] = scope;
        }

        request.Content = new FormUrlEncodedContent(form);
        return await Http.SendAsync(request);
    }

    public async Task<(string Url, string Tagging)> OpenUploadAsync(string name, long length)
    {
        using var reply = await Http.PostAsJsonAsync($"{Leg}/media/uploads", new { fileName = name, contentLengthBytes = length });
        using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return (json.RootElement.GetProperty("uploadUrl").GetString()!, json.RootElement.GetProperty("uploadHeaders").GetProperty("x-amz-tagging").GetString()!);
    }

    /// <summary>Announces a file and puts it into storage; its media id.</summary>
    public Task<string> UploadAsync(string name, string body = "12345") => UploadAsync(name, Encoding.UTF8.GetBytes(body));

    /// <summary>Announces a file and puts it into storage; its media id.</summary>
    public async Task<string> UploadAsync(string name, byte[] body)
    {
        var opened = await SendAsync(HttpMethod.Post, $"{Leg}/media/uploads", new { fileName = name, contentLengthBytes = body.Length });
        using var content = new ByteArrayContent(body);
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(opened.Body.GetProperty("uploadUrl").GetString()!)) { Content = content };
        put.Headers.TryAddWithoutValidation("x-amz-tagging", opened.Body.GetProperty("uploadHeaders").GetProperty("x-amz-tagging").GetString());
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var reply = await http.SendAsync(put);
        reply.EnsureSuccessStatusCode();
        return opened.Body.GetProperty("id").GetString()!;
    }

    /// <summary>Puts a message with these files into the first conversation; its ids.</summary>
    public async Task<JsonElement> AddMessageAsync(string direction, params object[] attachments)
    {
        var added = await SendAsync(HttpMethod.Post, $"/_sandbox/conversations/{_sandbox.Identity.ConversationId}/messages", new { direction, text = "See attached", attachments });
        Assert.Equal(200, added.Status);
        return added.Body;
    }

    /// <summary>Reads such a message; its first file as it tells of it.</summary>
    public async Task<JsonElement> ReadAttachmentAsync(JsonElement added)
    {
        var message = await SendAsync(HttpMethod.Get, $"/api/v2/conversations/messages/{added.GetProperty("messageId").GetString()}/details");
        return message.Body.GetProperty("normalizedMessage").GetProperty("content")[0].GetProperty("attachment");
    }

    /// <summary>A client of the sandbox that lacks every permission but these.</summary>
    public async Task<TestClient> LimitAsync(params string[] permissions)
    {
        var made = await SendAsync(HttpMethod.Post, "/_sandbox/clients", new { permissions });
        return await ConnectAsync(_sandbox, made.Body.GetProperty("clientId").GetString(), made.Body.GetProperty("clientSecret").GetString());
    }

    public async Task<(int Status, JsonElement Body, HttpResponseHeaders Headers)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var reply = await Http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        return ((int)reply.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, reply.Headers);
    }

    public void Dispose() => Http.Dispose();
}
