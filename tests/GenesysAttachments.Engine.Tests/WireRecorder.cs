using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Stands between the engine and the sandbox and keeps every request, answer and frame as it passed.</summary>
internal sealed class WireRecorder : IAsyncDisposable
{
    private static readonly string[] HopHeaders = ["Host", "Connection", "Transfer-Encoding", "Content-Length", "Keep-Alive"];
    private readonly WebApplication _app;
    private readonly Uri _upstream;
    private volatile bool _isOver;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private WireRecorder(WebApplication app, Uri upstream) => (_app, _upstream) = (app, upstream);

    public Uri Url { get; private set; } = null!;

    public ConcurrentQueue<Exchange> Exchanges { get; } = new();

    public ConcurrentQueue<(bool IsFromGuest, string Text)> Frames { get; } = new();

    public static async Task<WireRecorder> StartAsync(string upstream, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var recorder = new WireRecorder(app, new Uri(upstream));
        app.UseWebSockets();
        app.Run(context => context.WebSockets.IsWebSocketRequest ? recorder.RelayAsync(context) : recorder.ForwardAsync(context));
        await app.StartAsync();
        recorder.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        return recorder;
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        using var now = new CancellationTokenSource(100);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        if (_isOver)
        {
            context.Abort(); // As a server that goes down does, not with an answer.
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_upstream, target));
        request.Content = body.Length > 0 || context.Request.ContentType is not null ? new ByteArrayContent(body.ToArray()) : null;
        foreach (var (name, value) in context.Request.Headers.Where(header => !HopHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
            }
        }

        using var reply = await _http.SendAsync(request);
        var answer = await reply.Content.ReadAsByteArrayAsync();
        Exchanges.Enqueue(new Exchange(
            context.Request.Method, target, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray(), (int)reply.StatusCode, answer));
        context.Response.StatusCode = (int)reply.StatusCode;
        foreach (var (name, values) in reply.Headers.Concat(reply.Content.Headers).Where(header => !HopHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await context.Response.Body.WriteAsync(answer);
    }

    private async Task RelayAsync(HttpContext context)
    {
        using var upstream = new ClientWebSocket();
        upstream.Options.Proxy = null;
        var address = new UriBuilder(new Uri(_upstream, context.Request.Path + context.Request.QueryString)) { Scheme = "ws" }.Uri;
        await upstream.ConnectAsync(address, context.RequestAborted);
        using var guest = await context.WebSockets.AcceptWebSocketAsync();
        // Either side's end is the other's.
        await Task.WhenAny(CopyAsync(guest, upstream, true), CopyAsync(upstream, guest, false));
        context.Abort();
    }

    private async Task CopyAsync(WebSocket from, WebSocket to, bool isFromGuest)
    {
        var buffer = new byte[256 * 1024];
        while (true)
        {
            var read = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await from.ReceiveAsync(buffer.AsMemory(read), default);
                read += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            Frames.Enqueue((isFromGuest, System.Text.Encoding.UTF8.GetString(buffer, 0, read)));
            await to.SendAsync(buffer.AsMemory(0, read), WebSocketMessageType.Text, true, default);
        }
    }

    /// <summary>One request and its answer.</summary>
    internal sealed record Exchange(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body, int Status, byte[] Answer);
}
