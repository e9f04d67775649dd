using System.Net;
using System.Net.Sockets;

namespace GenesysAttachments.Page.Tests;

/// <summary>A SOCKS relay between the browser and a sandbox, which can be cut.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _open = [];
    private readonly Task _accepting;
    private bool _isCut;

    public Relay()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its address, as a browser takes it for a proxy.</summary>
    public string Address => $"socks5://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Breaks what is open, and takes nothing more.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            _open.ForEach(client => client.Dispose());
            _open.Clear();
        }
    }

    /// <summary>Takes connections again.</summary>
    public void Mend()
    {
        lock (_lock)
        {
            _isCut = false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        Cut();
        await _accepting;
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var onward = new TcpClient();
        using (client)
        {
            lock (_lock)
            {
                if (_isCut)
                {
                    return;
                }

                _open.AddRange([client, onward]);
            }

            try
            {
                var near = client.GetStream();
                await onward.ConnectAsync(IPAddress.Loopback, await HandshakeAsync(near), _over.Token);
                var far = onward.GetStream();
                await Task.WhenAny(near.CopyToAsync(far, _over.Token), far.CopyToAsync(near, _over.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Cut, or closed by one side.
            }
        }
    }

    // RFC 1928: no sign-in; CONNECT to an IPv4 address or a name. Only the port matters here.
    private async Task<int> HandshakeAsync(NetworkStream near)
    {
        var buffer = new byte[256];
        await near.ReadExactlyAsync(buffer.AsMemory(0, 2), _over.Token);
        await near.ReadExactlyAsync(buffer.AsMemory(0, buffer[1]), _over.Token);
        await near.WriteAsync(new byte[] { 5, 0 }, _over.Token);
        await near.ReadExactlyAsync(buffer.AsMemory(0, 5), _over.Token);
        var rest = buffer[3] == 1 ? 3 : buffer[4];
        await near.ReadExactlyAsync(buffer.AsMemory(0, rest + 2), _over.Token);
        await near.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, _over.Token);
        return (buffer[rest] << 8) | buffer[rest + 1];
    }
}
