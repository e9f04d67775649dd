using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>One request of the engine, or one frame of its guest, that waits for an answer.</summary>
public sealed class HostileCall
{
    // Of a body no more is needed than tells which file it is about.
    private const int KeptBody = 64 * 1024;

    private HostileCall(HostileServer server, HostileWire wire, string head, string body)
    {
        var line = head[..head.IndexOf('\r')].Split(' ');
        (Server, Wire, Head, Body, Method, Target) = (server, wire, head, body, line[0], line.Length > 1 ? line[1] : "");
    }

    /// <summary>A frame of the guest, on its socket.</summary>
    public HostileCall(HostileServer server, HostileWire wire, HostileSocket socket, string frame)
        : this(server, wire, "WS\r", frame) => Socket = socket;

    public HostileServer Server { get; }

    public HostileWire Wire { get; }

    public string Head { get; }

    public string Body { get; }

    public string Method { get; }

    public string Target { get; }

    /// <summary>The guest's socket; null for a request.</summary>
    public HostileSocket? Socket { get; }

    /// <summary>What a decent server would answer: a body, or a frame.</summary>
    public string Usual { get; set; } = "";

    /// <summary>Which strike this is, from 1.</summary>
    public int Strike { get; set; }

    /// <summary>Whether the connection goes on.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Bytes that were written for it.</summary>
    public long Written { get; private set; }

    public static async Task<HostileCall?> ReadAsync(HostileServer server, HostileWire wire)
    {
        if (await wire.ReadHeadAsync() is not { } bytes)
        {
            return null;
        }

        var head = Encoding.Latin1.GetString(bytes);
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?[15..];
        var body = await wire.ReadAsync(length is null ? 0 : long.Parse(length, CultureInfo.InvariantCulture), KeptBody);
        return new HostileCall(server, wire, head, Encoding.UTF8.GetString(body));
    }

    /// <summary>Bytes as they are.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await Wire.WriteAsync(bytes);
        Written += bytes.Length;
    }

    /// <summary>Text as Latin-1, which is what a head is.</summary>
    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>A whole answer as it should be written.</summary>
    public async Task AnswerAsync(int status, byte[] body, params IEnumerable<string> headers)
    {
        var lines = string.Concat(headers.DefaultIfEmpty("Content-Type: application/json").Select(line => line + "\r\n"));
        var head = $"HTTP/1.1 {status.ToString("000", CultureInfo.InvariantCulture)} As told\r\n{lines}Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        await WriteAsync(Encoding.Latin1.GetBytes(head));
        await WriteAsync(body);
    }

    /// <summary>A whole answer, or a frame, with this text.</summary>
    public Task SayAsync(string text, int status = 200, params IEnumerable<string> headers) =>
        Socket is { } socket ? socket.SendAsync(text, this) : AnswerAsync(status, Encoding.UTF8.GetBytes(text), headers);

    /// <summary>Keeps the client waiting until it leaves or, on a socket, says something else.</summary>
    /// <param name="each">What to do meanwhile, again and again.</param>
    public async Task WaitAsync(Func<Task>? each = null)
    {
        var heard = Socket?.Heard;
        for (var tick = 0; !Wire.IsGone && Socket?.Heard == heard; tick++)
        {
            await Task.Delay(20, Wire.Stop);
            await (each?.Invoke() ?? Task.CompletedTask);
            if (tick % 25 == 2)
            {
                Server.OnWait();
            }
        }
    }
}
