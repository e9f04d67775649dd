using System.Net;
using System.Net.Sockets;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Network;

/// <summary>One thing that is wrong with a way, and what it must come to.</summary>
/// <param name="Name">It in words.</param>
/// <param name="Begin">Makes the way.</param>
/// <param name="Id">Error id.</param>
/// <param name="Words">What the message must say.</param>
/// <param name="Advice">What the advice must say.</param>
internal sealed record Fault(string Name, Func<Authority, Way> Begin, string Id, string Words, string Advice)
{
    private const string Basic = "Proxy-Authenticate: Basic realm=\"canary\"";
    private const string Accounts = "Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM";
    private const string Hosts = "port 443 of login.<region>, api.<region>";

    private static readonly NetworkCredential Login = new("user", "canary-password");

    /// <summary>Whether another attempt may do, so that all are made.</summary>
    public bool MayPass { get; init; }

    /// <summary>Whether no connection came about at all.</summary>
    public bool IsUnreachable { get; init; } = true;

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("a name that nobody knows", _ => new Way(new Uri("https://name.invalid")), ErrorIds.NameResolutionFailed, "The name name.invalid cannot be resolved", "-Region") { MayPass = IsDnsAway() },
        new("a proxy's name that nobody knows", _ => new Way(new Uri("https://org.test")) { Proxy = new WebProxy("http://proxy.invalid:3128") }, ErrorIds.NameResolutionFailed, "The name of the proxy, proxy.invalid, cannot be resolved", "Check -Proxy") { MayPass = IsDnsAway() },
        new("a port where nobody listens", _ => new Way(new Uri($"https://127.0.0.1:{LoopbackServer.ClosedPort()}")), ErrorIds.ConnectionRefused, "refuses connections.", Hosts) { MayPass = true },
        new("a proxy's port where nobody listens", _ => new Way(new Uri("https://org.test")) { Proxy = new WebProxy($"http://127.0.0.1:{LoopbackServer.ClosedPort()}") }, ErrorIds.ConnectionRefused, "The proxy 127.0.0.1:", "Check -Proxy") { MayPass = true },
        new("no answer to the handshake", _ => Way.Secure(new(Acts.Silence)) with { ConnectLimit = TimeSpan.FromMilliseconds(100) }, ErrorIds.Timeout, "No connection to 127.0.0.1:", Hosts) { MayPass = true },
        new("an authority that nobody trusts", by => Way.Secure(new(Acts.Secure(by.Issue("127.0.0.1"), Acts.Silence))), ErrorIds.CertificateNotTrusted, $"The certificate of 127.0.0.1 is signed by '{Authority.Name}', which this machine does not trust.", "SSL_CERT_FILE"),
        new("a certificate for another name", by => Way.Secure(new(Acts.Secure(by.Issue("other.test"), Acts.Silence)), by.Trust), ErrorIds.CertificateNameMismatch, "The certificate of 127.0.0.1 is for another name (other.test).", "Another host answers"),
        new("another name and another authority", by => Way.Secure(new(Acts.Secure(by.Issue("other.test"), Acts.Silence))), ErrorIds.CertificateNameMismatch, $"is for another name (other.test) and is signed by '{Authority.Name}'", "Another host answers"),
        new("a certificate that is signed by itself", by => Way.Secure(new(Acts.Secure(by.Own, Acts.Silence))), ErrorIds.CertificateNameMismatch, $"is for another name ({Authority.Name}) and is signed by nobody but itself.", "Another host answers"),
        new("a certificate that has expired", by => Way.Secure(new(Acts.Secure(by.Issue("127.0.0.1", -9, -2), Acts.Silence)), by.Trust), ErrorIds.CertificateNotTrusted, $"The certificate of 127.0.0.1 expired on {DateTime.UtcNow.AddDays(-2):yyyy-MM-dd}.", "Check date and time of this machine."),
        new("a certificate that is not valid yet", by => Way.Secure(new(Acts.Secure(by.Issue("127.0.0.1", 2, 9), Acts.Silence)), by.Trust), ErrorIds.CertificateNotTrusted, $"is not valid before {DateTime.UtcNow.AddDays(2):yyyy-MM-dd}.", "Check date and time of this machine."),
        new("a certificate of the host behind a proxy", by => Way.Through(new(Acts.Proxy(new LoopbackServer(Acts.Secure(by.Issue("org.test"), Acts.Silence)).Port))), ErrorIds.CertificateNotTrusted, "The certificate of org.test is signed by", "SSL_CERT_FILE"),
        new("no TLS", _ => Way.Secure(new(async caller => await caller.Stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()))), ErrorIds.NetworkFailed, "No secure connection to 127.0.0.1:", Hosts),
        new("a proxy that wants a password", _ => Way.Through(new(Acts.Proxy(0, "none", $"407 No\r\n{Basic}"))), ErrorIds.ProxyAuthenticationRequired, "wants a login (Basic) before it lets anything through to org.test:443.", "with the proxy's user name and password"),
        new("a proxy that wants an account", _ => Way.Through(new(Acts.Proxy(0, "none", $"407 No\r\n{Accounts}"))), ErrorIds.ProxyAuthenticationRequired, "wants a login (Negotiate, NTLM)", "and -ProxyUseDefaultCredentials for the account"),
        new("a proxy that wants either", _ => Way.Through(new(Acts.Proxy(0, "none", $"407 No\r\n{Accounts}\r\n{Basic}"))), ErrorIds.ProxyAuthenticationRequired, "wants a login (Negotiate, NTLM, Basic)", "or -ProxyUseDefaultCredentials"),
        new("a proxy that takes another password", _ => Way.Through(new(Acts.Proxy(0, "none", $"407 No\r\n{Basic}")), Login), ErrorIds.ProxyAuthenticationRequired, "did not take the login that was given (Basic)", "Check the login."),
        new("a proxy that takes another account", _ => Way.Through(new(Acts.Proxy(0, "none", $"407 No\r\n{Accounts}")), usesAccount: true), ErrorIds.ProxyAuthenticationRequired, "did not take the login that was given (Negotiate", "Check the login."),
        new("an account where a password is wanted", _ => Way.Through(new(Acts.Proxy(0, "none", $"407 No\r\n{Basic}")), usesAccount: true), ErrorIds.ProxyAuthenticationRequired, "did not take the login that was given (Basic)", "-ProxyCredential with the proxy's user name and password"),
        new("a proxy whose address holds the wrong login", _ => Named(new(Acts.Proxy(0, "none", $"407 No\r\n{Basic}"))), ErrorIds.ProxyAuthenticationRequired, "wants a login (Basic)", "-Proxy http://127.0.0.1:"),
        new("a SOCKS proxy that wants a login", _ => Way.Through(new(Acts.SocksRefusal), scheme: "socks5"), ErrorIds.ProxyAuthenticationRequired, "wants a login", "-ProxyCredential"),
        new("a proxy's login without a tunnel", _ => Way.Plain(new(Acts.Answer("407 No", Basic + "\r\n"))), ErrorIds.ProxyAuthenticationRequired, "met a proxy that wants a login (Basic).", "Give -Proxy with its address and -ProxyCredential"),
        new("a proxy that forbids the host", _ => Way.Through(new(Acts.Proxy(0, "none", "403 No"))), ErrorIds.GatewayAnswered, "does not let this machine through to org.test:443 (HTTP 403).", "administrator"),
        new("a proxy that does not reach the host", _ => Way.Through(new(Acts.Proxy(0, "none", "502 No"))), ErrorIds.NetworkFailed, "did not reach org.test:443 (HTTP 502).", Hosts) { MayPass = true },
        new("a reset in the handshake", _ => Way.Secure(new(Acts.ResetAtOnce)), ErrorIds.ConnectionReset, "broke before it was secure.", Hosts) { MayPass = true },
        new("a reset after the request", _ => Way.Plain(new(Acts.Reset)), ErrorIds.ConnectionReset, "The connection to 127.0.0.1:", Hosts) { MayPass = true, IsUnreachable = false },
    ];

    // As HTTPS_PROXY may name it, and .NET repeats it.
    private static Way Named(LoopbackServer proxy) => Way.Through(proxy) with { Proxy = new WebProxy($"http://user:canary-password@127.0.0.1:{proxy.Port}") };

    /// <summary>Whether this machine cannot ask anybody for names just now, which may pass, as against being told that there is none.</summary>
    private static bool IsDnsAway()
    {
        try
        {
            Dns.GetHostAddresses("name.invalid");
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.TryAgain;
        }
    }
}
