using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace GenesysAttachments.Sandbox;

/// <summary>A running sandbox.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int ReceiveBuffer = 256 * 1024;
    private readonly WebApplication _app;
    private readonly SandboxState _state;

    private SandboxServer(WebApplication app, SandboxState state)
    {
        (_app, _state) = (app, state);
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        state.Org.Url = address;
        Identity = state.Identify(address);
    }

    /// <summary>What to connect with.</summary>
    public SandboxIdentity Identity { get; }

    /// <summary>Scripted failures.</summary>
    public FaultBook Faults => _state.Faults;

    /// <summary>Messages that arrived.</summary>
    public IReadOnlyCollection<SentMessage> Messages => _state.Org.Messages.Rows;

    /// <summary>Requests that arrived and were answered or dropped.</summary>
    public IReadOnlyCollection<LoggedRequest> Requests => _state.Requests.All;

    /// <summary>Connections that are open now, idle ones and sockets too.</summary>
    public int OpenConnections => _state.Connections.Open;

    /// <summary>Access key of the storage, for an independent signer.</summary>
    public string StorageAccessKey => _state.Signer.AccessKey;

    /// <summary>Its secret.</summary>
    public string StorageSecretKey => _state.Signer.SecretKey;

    /// <summary>Starts a sandbox on 127.0.0.1.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="time">Clock of tokens, quotas and URLs; null takes the system's.</param>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, TimeProvider? time = null)
    {
        var state = new SandboxState(options, time ?? TimeProvider.System);
        // Empty: the ordinary builder would take addresses from settings files in the working folder and from the environment.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Use(state.Connections.Count).Use(LimitBuffer));
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        state.Map(app);
        await app.StartAsync();
        return new SandboxServer(app, state);
    }

    /// <summary>Completes when the sandbox has been told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Stalled requests would be waited for; nobody is interested in them any more.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    // Else the system takes megabytes of a body that nobody has read, and a failure in the middle of it comes after its end.
    private static ConnectionDelegate LimitBuffer(ConnectionDelegate next) => connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { } accepted)
        {
            accepted.Socket.ReceiveBufferSize = ReceiveBuffer;
        }

        return next(connection);
    };
}
