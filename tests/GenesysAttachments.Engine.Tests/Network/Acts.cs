using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Caller = GenesysAttachments.Engine.Tests.Network.LoopbackServer.Caller;

namespace GenesysAttachments.Engine.Tests.Network;

/// <summary>What a server does with a connection.</summary>
internal static class Acts
{
    /// <summary>Makes it secure, and goes on.</summary>
    public static Func<Caller, Task> Secure(X509Certificate2 certificate, Func<Caller, Task> next) => async caller =>
    {
        await using var secure = new SslStream(caller.Stream);
        await secure.AuthenticateAsServerAsync(certificate);
        await next(caller with { Stream = secure });
    };

    /// <summary>Takes a request and answers it.</summary>
    public static Func<Caller, Task> Answer(string status, string head = "", string body = "") => async caller =>
    {
        var request = await ReadHeadAsync(caller.Stream);
        await ReadAsync(caller.Stream, LengthOf(request));
        await WriteAsync(caller.Stream, $"HTTP/1.1 {status}\r\n{head}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    };

    /// <summary>Takes a request and breaks the connection.</summary>
    public static async Task Reset(Caller caller)
    {
        await ReadHeadAsync(caller.Stream);
        caller.Socket.LingerState = new LingerOption(true, 0);
    }

    /// <summary>Breaks the connection before a word.</summary>
    public static async Task ResetAtOnce(Caller caller)
    {
        await ReadAsync(caller.Stream, 1);
        caller.Socket.LingerState = new LingerOption(true, 0);
    }

    /// <summary>Says nothing until the caller leaves.</summary>
    public static Task Silence(Caller caller) => caller.Stream.CopyToAsync(Stream.Null);

    /// <summary>Hands everything on to a server of this machine.</summary>
    public static Func<Caller, Task> Relay(int port) => async caller =>
    {
        using var other = new TcpClient();
        await other.ConnectAsync(System.Net.IPAddress.Loopback, port);
        var there = other.GetStream();
        await Task.WhenAll(CopyAsync(caller.Stream, there, other.Client), CopyAsync(there, caller.Stream, caller.Socket));
    };

    /// <summary>A proxy that wants its login, and leads every tunnel to one server of this machine.</summary>
    /// <param name="port">Where the tunnels lead.</param>
    /// <param name="login">The <c>Proxy-Authorization</c> it lets through; null for anyone.</param>
    /// <param name="refusal">What it answers others.</param>
    public static Func<Caller, Task> Proxy(int port, string? login = null, string refusal = "") => async caller =>
    {
        var head = await ReadHeadAsync(caller.Stream);
        if (head.StartsWith("CONNECT ", StringComparison.Ordinal) && (login is null || head.Contains($"\r\nProxy-Authorization: {login}\r\n", StringComparison.Ordinal)))
        {
            await WriteAsync(caller.Stream, "HTTP/1.1 200 OK\r\n\r\n");
            await Relay(port)(caller);
        }
        else
        {
            await WriteAsync(caller.Stream, $"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    };

    /// <summary>A SOCKS5 proxy that takes none of the ways to sign in it is offered (RFC 1928, section 3).</summary>
    public static async Task SocksRefusal(Caller caller)
    {
        await ReadAsync(caller.Stream, 3);
        await caller.Stream.WriteAsync(new byte[] { 5, 0xff });
        await Silence(caller);
    }

    // The end is passed on as one: to close a socket that is still read from would be a reset.
    private static async Task CopyAsync(Stream from, Stream to, Socket end)
    {
        await from.CopyToAsync(to);
        end.Shutdown(SocketShutdown.Send);
    }

    private static int LengthOf(string head) =>
        head.Split("\r\n").Where(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)).Select(line => int.Parse(line[16..], System.Globalization.CultureInfo.InvariantCulture)).SingleOrDefault();

    /// <summary>The head of a request.</summary>
    public static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(stream, 1))[0]);
        }

        return head.ToString();
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static Task WriteAsync(Stream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();
}
