using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace GenesysAttachments.Sandbox;

/// <summary>A running sandbox.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxState _state;

    private SandboxServer(WebApplication app, SandboxState state)
    {
        (_app, _state) = (app, state);
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        state.OwnUrl = address;
        Identity = state.Identify(address);
    }

    /// <summary>What to connect with.</summary>
    public SandboxIdentity Identity { get; }

    /// <summary>Scripted failures.</summary>
    public FaultBook Faults => _state.Faults;

    /// <summary>Messages that arrived.</summary>
    public IReadOnlyCollection<SentMessage> Messages => _state.Messages.All;

    /// <summary>Requests that arrived and were answered or dropped.</summary>
    public IReadOnlyCollection<LoggedRequest> Requests => _state.Requests.All;

    /// <summary>Access key of the storage, for an independent signer.</summary>
    public string StorageAccessKey => _state.Store.AccessKey;

    /// <summary>Its secret.</summary>
    public string StorageSecretKey => _state.Store.SecretKey;

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
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        var traffic = new Traffic(state, options);
        app.Use(traffic.HandleAsync);
        app.UseWebSockets();
        app.UseRouting();
        new AgentEndpoints(state).Map(app);
        new MessagingEndpoints(state).Map(app);
        new FormEndpoints(state).Map(app);
        new GuestEndpoints(state).Map(app);
        new ControlEndpoints(state).Map(app);
        app.MapPost("/oauth/token", state.OAuth.IssueAsync);
        app.MapGet("/oauth/authorize", state.OAuth.AuthorizeAsync);
        app.MapPut("/{bucket}/{**key}", state.Store.PutAsync);
        app.MapFallback(context => Wire.RefuseAsync(context, 404, "not.found", "No such path."));
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
}
