using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>How to reach one org. Holds no credential; header values may be secret and are never shown.</summary>
public sealed class SessionSettings
{
    /// <summary>The region's domain, such as <c>mypurecloud.ie</c>; decides the hosts unless <see cref="Endpoint"/> does.</summary>
    public required string Domain { get; init; }

    /// <summary>One base URL for login and API instead of the region's hosts: a gateway or the sandbox.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Scopes to ask for in the token request; empty asks for all the client has.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Extra headers on every org request, never on storage requests. What cannot be seen at their edges is no part of them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers
    {
        get;
        init => field = [.. value.Select(header => KeyValuePair.Create(GivenText.Trim(header.Key), GivenText.Trim(header.Value)))];
    } = [];

    /// <summary>Marks org requests with <c>X-Synthetic-Test: true</c>.</summary>
    public bool Synthetic { get; init; }

    /// <summary>Requests per minute to stay under; 0 leaves pacing to the server's answers.</summary>
    public int RequestsPerMinute { get; init; } = 300;

    /// <summary>How the session bears failures that pass.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>Proxy for every request but those to loopback; null takes the system's.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Takes down all that goes over the wire; null where nobody wants it. The session that is connected with these settings closes it.</summary>
    public WireTrace? Trace { get; init; }

    /// <summary>How long a connection may take to come about, its proxy and its certificate included.</summary>
    internal TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What certificates are held against; null takes this machine's trust. Tests have an authority of their own.</summary>
    internal X509ChainPolicy? Trust { get; init; }

    /// <summary>A base URL that may stand for the region's hosts: https, or plain http on this machine; no user name, no query.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: it is something else.</exception>
    public static Uri? CheckEndpoint(Uri? endpoint) =>
        endpoint is null || (endpoint.IsAbsoluteUri && endpoint.UserInfo.Length == 0 && endpoint.Query.Length == 0 && endpoint.Fragment.Length == 0 && (endpoint.Scheme == "https" || (endpoint.Scheme == "http" && endpoint.IsLoopback)))
            ? endpoint
            : throw new GCException(ErrorIds.RequestInvalid, "The endpoint must be an https URL without user name and query; plain http is for this machine only.") { Advice = "Correct -Endpoint." };

    /// <summary>A proxy and its login.</summary>
    /// <param name="address">Its address; null for the system's proxy, which has its login with it.</param>
    /// <param name="login">User name and password; null for none.</param>
    /// <param name="usesAccount">Whether the account that runs this is its login.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: they do not go together, or the address is none.</exception>
    public static IWebProxy? ProxyOf(Uri? address, NetworkCredential? login, bool usesAccount)
    {
        if (login is not null && usesAccount)
        {
            throw new GCException(ErrorIds.RequestInvalid, "A proxy is given one login, not two.") { Advice = "Give -ProxyCredential or -ProxyUseDefaultCredentials, not both." };
        }

        if (CheckProxy(address) is { } proxy)
        {
            return new WebProxy(proxy) { Credentials = usesAccount ? CredentialCache.DefaultCredentials : login };
        }

        return login is null && !usesAccount
            ? null
            : throw new GCException(ErrorIds.RequestInvalid, "A login for a proxy was given, and no proxy.") { Advice = "Give the proxy's address with -Proxy as well." };
    }

    /// <summary>A proxy's address: http, https or socks, with a host.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: it is something else.</exception>
    public static Uri? CheckProxy(Uri? proxy) =>
        proxy is null || (proxy.IsAbsoluteUri && proxy.Host.Length > 0 && proxy.UserInfo.Length == 0 && proxy.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5")
            ? proxy
            : throw new GCException(ErrorIds.RequestInvalid, "The proxy must be a URL without user name, such as http://proxy.example.com:8080.") { Advice = "Correct -Proxy; user name and password go into -ProxyCredential." };

    /// <summary>Base of login calls, with a trailing slash.</summary>
    public Uri LoginBase => field ??= BaseFor("login");

    /// <summary>Base of platform API calls, with a trailing slash.</summary>
    public Uri ApiBase => field ??= BaseFor("api");

    /// <summary>Base of the web messaging socket, with a trailing slash.</summary>
    public Uri SocketBase
    {
        get
        {
            var address = new UriBuilder(BaseFor("webmessaging"));
            address.Scheme = address.Scheme == "http" ? "ws" : "wss";
            return address.Uri;
        }
    }

    private Uri BaseFor(string prefix) =>
        Endpoint is { } endpoint ? new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/") : new Uri($"https://{prefix}.{Domain}/");
}
