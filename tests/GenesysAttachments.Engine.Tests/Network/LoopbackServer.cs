using System.Net;
using System.Net.Sockets;

namespace GenesysAttachments.Engine.Tests.Network;

/// <summary>Listens on this machine and does the same with every connection.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Caller, Task> _act;
    private int _connections;

    public LoopbackServer(Func<Caller, Task> act)
    {
        _act = act;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How many came.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>A port of this machine at which nobody listens.</summary>
    public static int ClosedPort()
    {
        using var server = new LoopbackServer(_ => Task.CompletedTask);
        return server.Port;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await using var stream = new NetworkStream(socket);
                await _act(new Caller(socket, stream));
            }
            catch (Exception e) when (e is IOException or SocketException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
            {
                // The caller has left, as it does when it is told no.
            }
        }
    }

    /// <summary>One connection.</summary>
    internal sealed record Caller(Socket Socket, Stream Stream);
}
