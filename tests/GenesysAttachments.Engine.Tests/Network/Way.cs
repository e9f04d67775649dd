using System.Net;
using System.Security.Cryptography.X509Certificates;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Tests.Network;

/// <summary>A way to an org, with whatever is wrong with it.</summary>
/// <param name="Address">Where login, API, storage and guest service are.</param>
internal sealed record Way(Uri Address) : IDisposable
{
    // No proxy of the machine's own may matter.
    public IWebProxy Proxy { get; init; } = new WebProxy();

    public X509ChainPolicy? Trust { get; init; }

    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What counts the attempts that got as far as a server; null where none does.</summary>
    public LoopbackServer? Server { get; init; }

    public string ClientId { get; init; } = "id";

    public string ClientSecret { get; init; } = "canary-secret";

    public string Token { get; init; } = "canary-token";

    public string ConversationId { get; init; } = "5edd27cf-27a4-4f62-8ea5-0de7dcf38611";

    public string DeploymentId { get; init; } = "6f4f6a8e-2f7d-4a8b-9c39-0f7f1c6c8f11";

    public SessionSettings Settings => new() { Domain = "org", Endpoint = Address, Proxy = Proxy, Trust = Trust, ConnectLimit = ConnectLimit, RequestsPerMinute = 0 };

    /// <summary>Straight to a server of this machine, with TLS.</summary>
    public static Way Secure(LoopbackServer server, X509ChainPolicy? trust = null) => new(new Uri($"https://127.0.0.1:{server.Port}")) { Server = server, Trust = trust };

    /// <summary>Straight to a server of this machine, without.</summary>
    public static Way Plain(LoopbackServer server) => new(new Uri($"http://127.0.0.1:{server.Port}")) { Server = server };

    /// <summary>By way of a proxy, to a host that only the proxy knows.</summary>
    public static Way Through(LoopbackServer proxy, NetworkCredential? login = null, bool usesAccount = false, string scheme = "http") => new(new Uri("https://org.test"))
    {
        // A proxy that is asked to sign somebody in is asked more than once.
        Server = login is null && !usesAccount ? proxy : null,
        Proxy = SessionSettings.ProxyOf(new Uri($"{scheme}://127.0.0.1:{proxy.Port}"), login, usesAccount)!,
    };

    public void Dispose() => Server?.Dispose();
}
