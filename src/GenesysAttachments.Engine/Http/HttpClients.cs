using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// The named clients of one session, which end with it. None follows redirects or keeps cookies: a redirect could carry a bearer token or a
/// signed request elsewhere.
/// </summary>
internal sealed class HttpClients : IDisposable
{
    private const string OrgName = "org";
    private const string StorageName = "storage";
    private const string StorageRetryName = "storage-retry";
    private const string GuestName = "guest";

    // The factory lets handlers live on until they are collected; the session's end is now.
    private readonly List<SocketsHttpHandler> _handlers = [];
    private readonly ServiceProvider _services;
    private readonly TimeSpan _connectLimit;
    private readonly X509ChainPolicy? _trust;
    private readonly Action<string, CertificateFacts>? _seen;
    private readonly LoopbackBypass _proxy;

    /// <summary>Makes the clients.</summary>
    /// <param name="proxy">Proxy for all but loopback; null takes the system's.</param>
    /// <param name="connectLimit">How long a connection may take to come about.</param>
    /// <param name="trust">What certificates are held against; null takes this machine's trust.</param>
    /// <param name="seen">Told of each certificate that was taken, by host; null where nobody wants to know.</param>
    /// <param name="tap">Takes down what is sent and what comes back; null where nobody wants it.</param>
    public HttpClients(IWebProxy? proxy, TimeSpan connectLimit, X509ChainPolicy? trust, Action<string, CertificateFacts>? seen = null, WireTap? tap = null)
    {
        (_connectLimit, _trust, _seen, Tap) = (connectLimit, trust, seen, tap);
        var bypass = _proxy = new LoopbackBypass(proxy);
        var services = new ServiceCollection();
        Add(services, OrgName, bypass, TimeSpan.FromMinutes(2));
        Add(services, StorageName, bypass, TimeSpan.FromMinutes(2));
        // No lifetime: every request gets a connection of its own, so a retry never meets the one that failed.
        Add(services, StorageRetryName, bypass, TimeSpan.Zero);
        // The same: an upgrade that was refused leaves a connection of which nobody knows what it is good for.
        Add(services, GuestName, bypass, TimeSpan.Zero);
        _services = services.BuildServiceProvider();
        Org = Client(OrgName);
        Storage = Client(StorageName);
        StorageRetry = Client(StorageRetryName);
        Guest = Client(GuestName);
    }

    /// <summary>Takes down what is sent and what comes back; null where nobody wants it.</summary>
    public WireTap? Tap { get; }

    /// <summary>Login and API.</summary>
    public HttpMessageInvoker Org { get; }

    /// <summary>Storage, first attempts.</summary>
    public HttpMessageInvoker Storage { get; }

    /// <summary>Storage, later attempts, each on a new connection.</summary>
    public HttpMessageInvoker StorageRetry { get; }

    /// <summary>The guest service's sockets.</summary>
    public HttpMessageInvoker Guest { get; }

    /// <summary>The proxy that requests to an address go to; null where they go straight.</summary>
    public ProxyUse? ProxyFor(Uri address) => _proxy.UseFor(address);

    /// <inheritdoc/>
    public void Dispose()
    {
        _handlers.ForEach(handler => handler.Dispose());
        _services.Dispose();
    }

    // Not an HttpClient: the time limits are the engine's, and its own cost a linked token for each request.
    private HttpMessageInvoker Client(string name)
    {
        var handler = _services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        return Tap is null ? new HttpMessageInvoker(handler, disposeHandler: false) : new TracedInvoker(handler, Tap, isStorage: name is not (OrgName or GuestName));
    }

    private void Add(ServiceCollection services, string name, LoopbackBypass proxy, TimeSpan connectionLifetime) =>
        services.AddHttpClient(name)
            .ConfigurePrimaryHttpMessageHandler(() => Keep(Handler(proxy, connectionLifetime)))
            .AddHttpMessageHandler(() => new ProxyWatch(proxy))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

    private SocketsHttpHandler Keep(SocketsHttpHandler handler)
    {
        _handlers.Add(handler);
        return handler;
    }

    private bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var isTaken = CertificateCheck.Accept(sender, certificate, chain, errors);
        if (_seen is not null && certificate is X509Certificate2 taken)
        {
            _seen(((SslStream)sender).TargetHostName, CertificateFacts.Of(taken, chain));
        }

        return isTaken;
    }

    private SocketsHttpHandler Handler(IWebProxy proxy, TimeSpan connectionLifetime) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseDrainSize = AnswerLimits.Refusal,
        PooledConnectionLifetime = connectionLifetime,
        ConnectTimeout = _connectLimit,
        SslOptions = { CertificateChainPolicy = _trust, RemoteCertificateValidationCallback = Accept },
        Proxy = proxy,
        UseProxy = true,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    };
}
