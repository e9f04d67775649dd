using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>One socket of a guest. Each frame goes out whole, in one fragment, as the real service sends it.</summary>
internal sealed class GuestConnection(WebSocket socket, HttpContext context, FaultBook faults) : IDisposable
{
    private const int LongestFrame = 1024 * 1024;
    private readonly SemaphoreSlim _gate = new(1, 1);

    // Taken at the start: once its request is over, a context may belong to another.
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);

    /// <summary>Reads the next frame; null when the socket has closed.</summary>
    public async Task<string?> ReceiveAsync()
    {
        var buffer = new byte[16 * 1024];
        using var frame = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), _over.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _over.Token);
                return null;
            }

            await frame.WriteAsync(buffer.AsMemory(0, part.Count));
            if (part.EndOfMessage || frame.Length > LongestFrame)
            {
                return Encoding.UTF8.GetString(frame.ToArray());
            }
        }
    }

    /// <summary>Sends a frame of a class, unless a scripted failure has other plans for it.</summary>
    public async Task SendAsync(string type, string @class, int code, JsonNode? body, string? tracingId)
    {
        var frame = new JsonObject { ["type"] = type, ["class"] = @class, ["code"] = code, ["body"] = body };
        if (tracingId is not null)
        {
            frame["tracingId"] = tracingId;
        }

        var fault = faults.TakeFrame(@class);
        if (fault is null)
        {
            await WriteAsync(frame.ToJsonString());
            return;
        }

        // A late frame must not hold up the ones behind it.
        _ = Task.Run(async () =>
        {
            await Task.Delay(fault.DelayMs ?? 0);
            if (fault.DropSocket)
            {
                Drop();
            }
            else if (!fault.Stall)
            {
                await WriteAsync(fault.Body is { } text ? Fill(text, frame) : frame.ToJsonString());
            }
        });
    }

    /// <summary>Sends text as it is.</summary>
    public async Task WriteAsync(string text)
    {
        try
        {
            // With the token: a write to a connection that was broken off may never return.
            await _gate.WaitAsync(_over.Token);
            try
            {
                if (socket.State == WebSocketState.Open)
                {
                    await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _over.Token);
                }
            }
            finally
            {
                _gate.Release();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // The guest has gone; its frames go nowhere.
        }
    }

    /// <summary>Ends what still waits to be written. The gate itself stays: a disposed one would leave its waiters waiting.</summary>
    public void Dispose() => _over.Cancel();

    /// <summary>Breaks the socket without a word.</summary>
    public void Drop()
    {
        if (!_over.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    /// <summary>Closes the socket properly.</summary>
    public async Task CloseAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or ObjectDisposedException)
        {
            // It is closed already.
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A scripted frame may name the ids of the one it replaces.</summary>
    private static string Fill(string text, JsonObject frame) => text
        .Replace("{tracingId}", frame["tracingId"]?.ToString() ?? "", StringComparison.Ordinal)
        .Replace("{attachmentId}", (frame["body"] as JsonObject)?["attachmentId"]?.ToString() ?? "", StringComparison.Ordinal);
}
