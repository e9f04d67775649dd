using System.Net;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Http;

/// <summary>What it comes to when a proxy does not let a request through.</summary>
internal static class ProxyRefusals
{
    /// <summary>The error for an answer with status 407 that came without a tunnel.</summary>
    /// <param name="what">What was asked for, to begin a sentence.</param>
    /// <param name="challenges">Its values of <c>Proxy-Authenticate</c>.</param>
    /// <param name="holdsForAll">Whether no item can succeed.</param>
    public static GCException Answered(string what, IEnumerable<string> challenges, bool holdsForAll = true)
    {
        var schemes = ProxySchemes.Of(challenges);
        return new GCException(ErrorIds.ProxyAuthenticationRequired, $"{what} met a proxy that wants a login{Offer(schemes)}.")
        {
            Advice = ProxySchemes.Advice(schemes, null, isRefused: false),
            StatusCode = (int)HttpStatusCode.ProxyAuthenticationRequired,
            StopsBatch = holdsForAll,
        };
    }

    /// <summary>The reason why a proxy made no tunnel.</summary>
    /// <param name="host">Where the tunnel was to lead.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="cause">What .NET said.</param>
    public static NetworkReason Tunnel(string host, ProxyUse? proxy, HttpRequestException cause)
    {
        switch (cause.StatusCode)
        {
            case HttpStatusCode.ProxyAuthenticationRequired:
            // SOCKS tells it in its words alone, which .NET does not translate.
            case null when cause.InnerException?.Message.Contains("authenticat", StringComparison.OrdinalIgnoreCase) == true:
                return Login(host, proxy);
            case { } status when status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return new(ErrorIds.NetworkFailed, $"The proxy {proxy?.Name} did not reach {host} (HTTP {(int)status}).") { IsUnreachable = true, IsWhole = true };
            case { } status:
                return new(ErrorIds.GatewayAnswered, $"The proxy {proxy?.Name} does not let this machine through to {host} (HTTP {(int)status}).")
                {
                    Advice = "Have the proxy's administrator allow the host and port in the message.", MayPass = false, IsUnreachable = true, IsWhole = true,
                };
            default:
                return new(ErrorIds.NetworkFailed, $"The proxy {proxy?.Name} did not reach {host}.") { IsUnreachable = true };
        }
    }

    /// <summary>The reason where a proxy wants a login, or another one.</summary>
    public static NetworkReason Login(string host, ProxyUse? proxy)
    {
        var schemes = proxy?.Schemes ?? [];
        var isRefused = proxy?.HasLogin == true;
        return new(ErrorIds.ProxyAuthenticationRequired, isRefused
            ? $"The proxy {proxy?.Name} did not take the login that was given{Offer(schemes)}, and lets nothing through to {host}."
            : $"The proxy {proxy?.Name} wants a login{Offer(schemes)} before it lets anything through to {host}.")
        {
            Advice = ProxySchemes.Advice(schemes, proxy?.Url, isRefused), MayPass = false, IsUnreachable = true, IsWhole = true,
        };
    }

    private static string Offer(IReadOnlyList<string> schemes) => schemes.Count == 0 ? "" : $" ({string.Join(", ", schemes)})";
}
