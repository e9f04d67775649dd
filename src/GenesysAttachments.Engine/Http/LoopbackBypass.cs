using System.Net;

namespace GenesysAttachments.Engine.Http;

/// <summary>A proxy for everything but this machine: <c>HTTP_PROXY</c> would capture loopback too.</summary>
internal sealed class LoopbackBypass : IWebProxy
{
    private readonly IWebProxy _proxy;
    private readonly ProxyLogin _login;

    /// <summary>Takes the proxy.</summary>
    /// <param name="proxy">The proxy for the rest; null takes the system's.</param>
    public LoopbackBypass(IWebProxy? proxy)
    {
        _proxy = proxy ?? HttpClient.DefaultProxy;
        _login = new ProxyLogin(_proxy.Credentials);
    }

    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => _login;
        set => throw new NotSupportedException("The login belongs to the proxy that was given.");
    }

    /// <summary>The proxy that requests to an address go to, and what is known of it by now; null where they go straight.</summary>
    public ProxyUse? UseFor(Uri destination) => GetProxy(destination) is { } proxy ? new ProxyUse(proxy, _login.SchemesOf(proxy), _login.IsGiven) : null;

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : _proxy.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => host.IsLoopback || _proxy.IsBypassed(host);
}
