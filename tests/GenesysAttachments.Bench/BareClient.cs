using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using GenesysAttachments.Engine.Sandboxes;

namespace GenesysAttachments.Bench;

/// <summary>The same requests as the Agent route makes, from a plain <see cref="HttpClient"/> and nothing else.</summary>
internal sealed class BareClient(SandboxReady sandbox) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(sandbox.Url) };

    private string Leg => $"/api/v2/conversations/messages/{sandbox.ConversationId}/communications/{sandbox.CommunicationId}/messages";

    /// <summary>Signs in.</summary>
    public async Task ConnectAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sandbox.ClientId}:{sandbox.ClientSecret}")));
        var token = await ReadAsync(await _http.SendAsync(request));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
    }

    /// <summary>Sends the files, so many at a time.</summary>
    public async Task SendAsync(IReadOnlyList<string> paths, int workers)
    {
        await ReadAsync(await _http.GetAsync(new Uri($"/api/v2/conversations/{sandbox.ConversationId}", UriKind.Relative)));
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (path, token) => await SendAsync(path, token));
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(string path, CancellationToken cancellationToken)
    {
        var upload = await ReadAsync(await _http.PostAsJsonAsync($"{Leg}/media/uploads", new { fileName = Path.GetFileName(path), contentLengthBytes = new FileInfo(path).Length }, cancellationToken));
        var id = upload.GetProperty("id").GetString();
        await using (var file = File.OpenRead(path))
        {
            using var put = new HttpRequestMessage(HttpMethod.Put, upload.GetProperty("uploadUrl").GetString()) { Content = new StreamContent(file) };
            put.Content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            foreach (var header in upload.GetProperty("uploadHeaders").EnumerateObject())
            {
                put.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }

            // The storage refuses a bearer.
            using var storage = await Storage.SendAsync(put, cancellationToken);
            storage.EnsureSuccessStatusCode();
        }

        await ReadAsync(await _http.GetAsync(new Uri($"{Leg}/media/{id}", UriKind.Relative), cancellationToken));
        await ReadAsync(await _http.PostAsJsonAsync($"{Leg}?useNormalizedMessage=true", new { mediaIds = new[] { id } }, cancellationToken));
    }

    private static readonly HttpClient Storage = new(new SocketsHttpHandler { UseProxy = false });

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage reply)
    {
        using (reply)
        {
            reply.EnsureSuccessStatusCode();
            return await reply.Content.ReadFromJsonAsync<JsonElement>();
        }
    }
}
