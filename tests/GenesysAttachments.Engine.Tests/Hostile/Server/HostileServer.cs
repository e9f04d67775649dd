using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>What the server does in place of its usual answer.</summary>
public delegate Task Attack(HostileCall call);

/// <summary>
/// An org, a storage and a guest service on loopback that behave, but in one place. HTTP by hand, so that it can say what no decent
/// server would. Strikes what belongs to <c>middle.pdf</c>, or to no file.
/// </summary>
public sealed class HostileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Attack _attack;

    public HostileServer(Place place, Attack attack, Action? onWait = null)
    {
        (Place, _attack, OnWait) = (place, attack, onWait ?? (static () => { }));
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        Org = new UsualOrg(this);
        _ = Task.Run(AcceptAsync);
    }

    public Place Place { get; }

    public string Url { get; }

    public UsualOrg Org { get; }

    /// <summary>Called while the server keeps a client waiting: a test lets the client's clock run on.</summary>
    public Action OnWait { get; }

    /// <summary>The heads of all requests, in order of arrival.</summary>
    public ConcurrentQueue<string> Heads { get; } = new();

    /// <summary>What arrived at each place, in order.</summary>
    public ConcurrentQueue<Place> Calls { get; } = new();

    /// <summary>How often it struck.</summary>
    public int Strikes => _strikes;

    /// <summary>The most bytes that one strike could get rid of before the client had enough.</summary>
    public long Flooded => _flooded;

    /// <summary>What broke off a strike, where that was not the client: a mistake of a test.</summary>
    public ConcurrentQueue<Exception> Mistakes { get; } = new();

    private int _strikes;
    private long _flooded;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    /// <summary>Whether this is where it strikes.</summary>
    public bool DoesStrike(Place place, bool isMiddle) => place == Place && isMiddle;

    /// <summary>Strikes.</summary>
    public async Task StrikeAsync(HostileCall call)
    {
        call.Strike = Interlocked.Increment(ref _strikes);
        try
        {
            await _attack(call);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            call.IsOpen = false; // The client had enough.
        }
        catch (Exception e)
        {
            Mistakes.Enqueue(e);
            call.IsOpen = false;
        }

        for (var seen = _flooded; call.Written > seen; seen = _flooded)
        {
            Interlocked.CompareExchange(ref _flooded, call.Written, seen);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true;
                _ = Task.Run(() => ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The end of the server.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var ends = _stop.Token.Register(socket.Dispose);
        using (socket)
        {
            try
            {
                var wire = new HostileWire(socket, _stop.Token);
                while (await HostileCall.ReadAsync(this, wire) is { } call)
                {
                    Heads.Enqueue(call.Head);
                    await Org.AnswerAsync(call);
                    if (!call.IsOpen)
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The client left.
            }
        }
    }
}
