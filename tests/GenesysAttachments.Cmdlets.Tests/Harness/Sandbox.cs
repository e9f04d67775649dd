using System.Management.Automation;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>The sandbox that a shell started, with its ears and its faults.</summary>
/// <param name="made">What <c>Start-GCSandbox</c> gave.</param>
public sealed class Sandbox(PSObject made)
{
    // A proxy in the environment must not matter.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public PSObject Made => made;

    public string Url => Fact("Url");

    public string ConversationId => Fact("ConversationId");

    public string Secret => ((PSCredential)made.Properties["Credential"].Value).GetNetworkCredential().Password;

    public string Fact(string name) => (string)made.Properties[name].Value;

    /// <summary>What arrived, sign-in included.</summary>
    public async Task<IReadOnlyList<Request>> RequestsAsync() => (await ReadAsync<Request[]>("requests"))!;

    public async Task<IReadOnlyList<Message>> MessagesAsync() => (await ReadAsync<Message[]>("messages"))!;

    /// <summary>Scripts a failure.</summary>
    public async Task FailAsync(object fault) => await PostAsync("faults", fault);

    /// <summary>Scripts a failure that strikes every time, and gives a wait for the first time it does.</summary>
    public async Task<Func<Task>> FailAlwaysAsync(object fault)
    {
        const int many = 1000;
        var body = JsonSerializer.SerializeToNode(fault)!.AsObject();
        body["times"] = many;
        await FailAsync(body);
        return () => Wait.UntilAsync(async () => (await ReadAsync<JsonElement[]>("faults"))!.Any(known => known.GetProperty("times").GetInt32() < many));
    }

    /// <summary>Forgets the failures still to come.</summary>
    public async Task HealAsync()
    {
        using var answer = await Http.DeleteAsync(Control("faults"));
        answer.EnsureSuccessStatusCode();
    }

    public async Task<Conversation> OpenConversationAsync(string state = "connected") =>
        JsonSerializer.Deserialize<Conversation>(await PostAsync("conversations", new { state }), JsonSerializerOptions.Web)!;

    /// <summary>Puts a message with files into the first conversation; gives its id.</summary>
    public async Task<string> AddMessageAsync(params IEnumerable<object> attachments)
    {
        using var message = JsonDocument.Parse(await PostAsync($"conversations/{ConversationId}/messages", new { attachments }));
        return message.RootElement.GetProperty("messageId").GetString()!;
    }

    public async Task EndConversationAsync(string conversationId) => await PostAsync("conversations", new { conversationId, state = "disconnected" });

    /// <summary>Makes a client with these scopes and permissions; null grants all.</summary>
    public async Task<(string Id, string Secret)> AddClientAsync(string[]? scopes = null, string[]? permissions = null)
    {
        using var client = JsonDocument.Parse(await PostAsync("clients", new { scopes, permissions }));
        return (client.RootElement.GetProperty("clientId").GetString()!, client.RootElement.GetProperty("clientSecret").GetString()!);
    }

    /// <summary>Signs in as the sandbox's client without the module, and gives the token.</summary>
    public async Task<string> SignInAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Url}/oauth/token"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Fact("ClientId")}:{Secret}")));
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        using var answer = await Http.SendAsync(request);
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return token.RootElement.GetProperty("access_token").GetString()!;
    }

    public async Task SetPolicyAsync(object policy)
    {
        using var answer = await Http.PutAsJsonAsync(Control("policy"), policy, JsonSerializerOptions.Web);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Fails unless a stalled request is given up soon, long before its own time would run out: the sandbox then writes it down.</summary>
    public Task AssertGivenUpAsync() => Wait.UntilAsync(async () => (await RequestsAsync()).Any(request => request.Status == 0), TimeSpan.FromSeconds(5));

    /// <summary>Fails if a request arrives meanwhile.</summary>
    public async Task AssertSilenceAsync(TimeSpan time)
    {
        var before = (await RequestsAsync()).Count;
        await Task.Delay(time);
        Assert.Equal(before, (await RequestsAsync()).Count);
    }

    public async Task RevokeTokensAsync() => await PostAsync("revoke", new { });

    public async Task ResetAsync() => await PostAsync("reset", new { });

    /// <summary>Asks for a page as a browser would, without following it on.</summary>
    public static async Task<HttpResponseMessage> BrowseAsync(Uri page) => await Http.GetAsync(page);

    private Uri Control(string what) => new($"{Url}/_sandbox/{what}");

    private Task<T?> ReadAsync<T>(string what) => Http.GetFromJsonAsync<T>(Control(what), JsonSerializerOptions.Web);

    private async Task<string> PostAsync(string what, object body)
    {
        using var answer = await Http.PostAsJsonAsync(Control(what), body, JsonSerializerOptions.Web);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{what}: {text}");
    }

    public sealed record Request(string Method, string Target, Dictionary<string, string[]> Headers, long BodyLength, int Status, string? Session);

    public sealed record Message(string Route, string ConversationId, string? Text, Attachment[] Attachments);

    public sealed record Attachment(string Id, string Name, string ContentType, long Size, string Sha256);

    public sealed record Conversation(string ConversationId, string CommunicationId, string ChannelId, string GuestId);
}
