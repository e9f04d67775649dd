using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>A web socket by hand (RFC 6455), server's side: reads what a client may send, writes what nobody should.</summary>
public sealed class HostileSocket(HostileServer server, HostileWire wire)
{
    public const byte Continuation = 0;
    public const byte Text = 1;
    public const byte Binary = 2;
    public const byte Close = 8;
    public const byte Ping = 9;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _heard;

    public HostileWire Wire => wire;

    /// <summary>How many frames came in.</summary>
    public int Heard => Volatile.Read(ref _heard);

    /// <summary>The head of the answer that opens the socket.</summary>
    public static string Accept(string head)
    {
        var key = head.Split("\r\n").First(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))[18..].Trim();
#pragma warning disable CA5350 // The protocol asks for it.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        return $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
    }

    /// <summary>Reads frames and has them answered, until the client leaves.</summary>
    public async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var (code, payload) = await ReadAsync();
                if (code == Close)
                {
                    await WriteAsync(Close, true, payload);
                    return;
                }

                if (code == Text)
                {
                    Interlocked.Increment(ref _heard);
                    // Not awaited: what strikes goes on while others are heard.
                    _ = AnswerAsync(new HostileCall(server, wire, this, Encoding.UTF8.GetString(payload)));
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client left.
        }
    }

    /// <summary>A text as one frame.</summary>
    public Task SendAsync(string text, HostileCall? call = null) => WriteAsync(Text, true, Encoding.UTF8.GetBytes(text), call);

    /// <summary>One frame.</summary>
    /// <param name="code">Its opcode.</param>
    /// <param name="isLast">Whether its message ends with it.</param>
    /// <param name="payload">What it holds.</param>
    /// <param name="call">Told how much was written.</param>
    /// <param name="length">What it says its length is; null tells the truth.</param>
    public async Task WriteAsync(byte code, bool isLast, byte[] payload, HostileCall? call = null, ulong? length = null)
    {
        var said = length ?? (ulong)payload.Length;
        byte[] size = said < 126 ? [(byte)said]
            : said <= ushort.MaxValue ? [126, (byte)(said >> 8), (byte)said]
            : [127, .. BitConverter.GetBytes(said).Reverse()];
        byte[] frame = [(byte)(code | (isLast ? 0x80 : 0)), .. size, .. payload];
        await _gate.WaitAsync(wire.Stop);
        try
        {
            await (call?.WriteAsync(frame) ?? wire.WriteAsync(frame));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Hangs up without a word.</summary>
    public void Drop() => wire.Reset();

    private async Task AnswerAsync(HostileCall call)
    {
        try
        {
            await server.Org.AnswerFrameAsync(call);
            if (!call.IsOpen)
            {
                Drop();
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client left.
        }
    }

    private async Task<(byte Code, byte[] Payload)> ReadAsync()
    {
        var head = await wire.ReadAsync(2);
        var length = (head[1] & 0x7f) switch
        {
            126 => (await wire.ReadAsync(2)).Aggregate(0L, (sum, one) => (sum << 8) | one),
            127 => (await wire.ReadAsync(8)).Aggregate(0L, (sum, one) => (sum << 8) | one),
            var small => small,
        };
        var mask = await wire.ReadAsync(4); // A client masks.
        var payload = await wire.ReadAsync(length);
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= mask[i % 4];
        }

        return ((byte)(head[0] & 0x0f), payload);
    }
}
