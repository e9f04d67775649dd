using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// The named clients of one session. None follows redirects or keeps cookies: a redirect could carry a bearer token or a
/// signed request elsewhere.
/// </summary>
internal sealed class HttpClients : IDisposable
{
    private const string OrgName = "org";
    private const string StorageName = "storage";
    private const string StorageRetryName = "storage-retry";

    private readonly ServiceProvider _services;

    // The factory keeps them and never ends them: their idle connections would outlive the session.
    private readonly List<SocketsHttpHandler> _handlers = [];

    /// <summary>Makes the clients.</summary>
    /// <param name="proxy">Proxy for all but loopback; null takes the system's.</param>
    public HttpClients(IWebProxy? proxy)
    {
        var bypass = new LoopbackBypass(proxy);
        var services = new ServiceCollection();
        Add(services, OrgName, () => Handler(bypass, TimeSpan.FromMinutes(2)));
        Add(services, StorageName, () => Handler(bypass, TimeSpan.FromMinutes(2)));
        // No lifetime: every request gets a connection of its own, so a retry never meets the one that failed.
        Add(services, StorageRetryName, () => Handler(bypass, TimeSpan.Zero));
        _services = services.BuildServiceProvider();
        var factory = _services.GetRequiredService<IHttpClientFactory>();
        Org = factory.CreateClient(OrgName);
        Storage = factory.CreateClient(StorageName);
        StorageRetry = factory.CreateClient(StorageRetryName);
    }

    /// <summary>Login and API.</summary>
    public HttpClient Org { get; }

    /// <summary>Storage, first attempts.</summary>
    public HttpClient Storage { get; }

    /// <summary>Storage, later attempts, each on a new connection.</summary>
    public HttpClient StorageRetry { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _services.Dispose();
        _handlers.ForEach(handler => handler.Dispose());
    }

    private void Add(ServiceCollection services, string name, Func<SocketsHttpHandler> handler) =>
        services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
            {
                var made = handler();
                _handlers.Add(made);
                return made;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

    private static SocketsHttpHandler Handler(IWebProxy proxy, TimeSpan connectionLifetime) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = connectionLifetime,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        Proxy = proxy,
        UseProxy = true,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    };
}
