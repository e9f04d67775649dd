using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>One connection: bytes in, bytes out, nothing interpreted.</summary>
public sealed class HostileWire(Socket socket, CancellationToken stop)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public CancellationToken Stop => stop;

    /// <summary>Whether the client has hung up.</summary>
    public bool IsGone => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, stop)..];
        }
    }

    /// <summary>The bytes up to and with the empty line; null at the end.</summary>
    public async Task<byte[]?> ReadHeadAsync()
    {
        var head = new List<byte>();
        while (await ReadByteAsync() is { } one)
        {
            head.Add(one);
            if (head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r')
            {
                return [.. head];
            }
        }

        return null;
    }

    /// <summary>So many bytes, kept only up to a limit.</summary>
    /// <exception cref="EndOfStreamException">The client hung up.</exception>
    public async Task<byte[]> ReadAsync(long length, int kept = int.MaxValue)
    {
        var bytes = new byte[Math.Min(length, kept)];
        for (long read = 0; read < length; read++)
        {
            var one = await ReadByteAsync() ?? throw new EndOfStreamException();
            if (read < bytes.Length)
            {
                bytes[read] = one;
            }
        }

        return bytes;
    }

    /// <summary>Ends the connection as a broken cable does.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    private ValueTask<byte?> ReadByteAsync() => _start < _end ? new(_buffer[_start++]) : FillAsync();

    private async ValueTask<byte?> FillAsync()
    {
        (_start, _end) = (0, await socket.ReceiveAsync(_buffer, SocketFlags.None, stop));
        return _end == 0 ? null : _buffer[_start++];
    }
}
