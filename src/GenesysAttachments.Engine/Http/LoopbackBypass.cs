using System.Net;

namespace GenesysAttachments.Engine.Http;

/// <summary>A proxy for everything but this machine: <c>HTTP_PROXY</c> would capture loopback too.</summary>
/// <param name="proxy">The proxy for the rest; null takes the system's.</param>
internal sealed class LoopbackBypass(IWebProxy? proxy) : IWebProxy
{
    private readonly IWebProxy _proxy = proxy ?? HttpClient.DefaultProxy;

    public ICredentials? Credentials
    {
        get => _proxy.Credentials;
        set => _proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : _proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || _proxy.IsBypassed(host);
}
