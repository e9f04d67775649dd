using System.Net.Sockets;
using System.Security.Authentication;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// Says why a connection could not be made or broke, and whether another attempt may do: what somebody has to mend first is final.
/// </summary>
internal static class NetworkFailures
{
    private const string ProxyAdvice = "Check -Proxy, or where it is not given the system's proxy (HTTPS_PROXY): its address, and whether it is up.";

    /// <summary>The failure: an <see cref="AttemptFailure"/> where it may pass by itself, else the error.</summary>
    /// <remarks>A host that cannot be reached at all holds for every item; a connection that broke does not.</remarks>
    /// <param name="address">Where it was to go.</param>
    /// <param name="cause">What .NET said.</param>
    /// <param name="mask">What the words of it must not hold.</param>
    /// <param name="holdsForAll">Whether an unreachable host means that no item can succeed.</param>
    public static Exception Of(Uri address, Exception cause, SecretMask mask, bool holdsForAll = true)
    {
        var reason = ReasonOf(address, cause, ProxyUse.Of(cause));
        // Not kept as the cause: what is no HTTP, which may be a token that nobody knows yet, and a proxy's address, which may hold its login.
        var isShown = Kind(cause) is not (HttpRequestError.InvalidResponse or HttpRequestError.ProxyTunnelError);
        var error = new GCException(reason.Id, reason.IsWhole ? reason.Sentence : $"{reason.Sentence} {Redaction.Text(Detail(cause)).TrimEnd('.')}.", isShown ? cause : null)
        {
            Advice = reason.Advice ?? ErrorCatalog.Get(reason.Id).Advice,
            CanRetry = reason.MayPass,
            StatusCode = (int?)(cause as HttpRequestException)?.StatusCode,
            StopsBatch = reason.IsUnreachable && holdsForAll,
        }.Masked(mask);
        return reason.MayPass ? new AttemptFailure(error) : error;
    }

    private static NetworkReason ReasonOf(Uri address, Exception cause, ProxyUse? proxy)
    {
        var host = $"{address.Host}:{address.Port}";
        // To whom the connection was to be made: where there is a proxy, it is the proxy that is not there.
        var (peer, advice) = proxy is null ? (host, null) : ($"The proxy {proxy.Name}", ProxyAdvice);
        var way = proxy is null ? host : $"{host} by way of the proxy {proxy.Name}";
        return cause is OperationCanceledException
            ? new(ErrorIds.Timeout, $"No connection to {way} came about in time.") { Advice = ErrorCatalog.Get(ErrorIds.NetworkFailed).Advice, IsUnreachable = true, IsWhole = true }
            : Kind(cause) switch
            {
                HttpRequestError.NameResolutionError => Unresolved(proxy is null ? $"The name {address.Host}" : $"The name of the proxy, {proxy.Host},", SocketErrorOf(cause)) with { Advice = advice },
                HttpRequestError.ConnectionError when SocketErrorOf(cause) == SocketError.ConnectionRefused => new(ErrorIds.ConnectionRefused, $"{peer} refuses connections.") { Advice = advice, IsUnreachable = true, IsWhole = true },
                HttpRequestError.ConnectionError => new(ErrorIds.NetworkFailed, $"{peer} cannot be reached.") { Advice = advice, IsUnreachable = true },
                HttpRequestError.ProxyTunnelError => ProxyRefusals.Tunnel(host, proxy, (HttpRequestException)cause),
                // The org's own servers are never signed in to by .NET.
                HttpRequestError.UserAuthenticationError => ProxyRefusals.Login(host, proxy),
                HttpRequestError.SecureConnectionError => Insecure(way, cause.InnerException),
                HttpRequestError.InvalidResponse => new(ErrorIds.AnswerInvalid, $"{way} answered with something that is no HTTP.") { MayPass = false, IsWhole = true },
                HttpRequestError.ConfigurationLimitExceeded => new(ErrorIds.AnswerInvalid, $"{way} answered with more than is read.") { MayPass = false },
                _ => new(ErrorIds.ConnectionReset, $"The connection to {way} broke."),
            };
    }

    private static NetworkReason Unresolved(string name, SocketError? why) => why == SocketError.TryAgain
        ? new(ErrorIds.NameResolutionFailed, $"{name} cannot be resolved just now: no name server answers.") { IsUnreachable = true, IsWhole = true }
        : new(ErrorIds.NameResolutionFailed, $"{name} cannot be resolved.") { MayPass = false, IsUnreachable = true, IsWhole = true };

    private static NetworkReason Insecure(string way, Exception? cause) => cause switch
    {
        CertificateFault fault => new(fault.ErrorId, fault.Message) { Advice = fault.Advice, MayPass = false, IsUnreachable = true, IsWhole = true },
        // It answered the handshake, and will answer the next one alike.
        AuthenticationException => new(ErrorIds.NetworkFailed, $"No secure connection to {way} can be made.") { MayPass = false, IsUnreachable = true },
        _ => new(ErrorIds.ConnectionReset, $"The connection to {way} broke before it was secure.") { IsUnreachable = true },
    };

    private static HttpRequestError? Kind(Exception cause) => (cause as HttpRequestException)?.HttpRequestError ?? (cause as HttpIOException)?.HttpRequestError;

    // The inner message often stands in the outer one already, with the address.
    private static string Detail(Exception cause) =>
        cause.InnerException is { } inner && !cause.Message.Contains(inner.Message.TrimEnd('.'), StringComparison.OrdinalIgnoreCase) ? $"{cause.Message} {inner.Message}" : cause.Message;

    private static SocketError? SocketErrorOf(Exception? cause) => cause is null ? null : (cause as SocketException)?.SocketErrorCode ?? SocketErrorOf(cause.InnerException);
}
