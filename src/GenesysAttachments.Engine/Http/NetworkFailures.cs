using System.Net.Sockets;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// Says why a connection could not be made or broke, and whether another attempt may do: what somebody has to mend first is final.
/// </summary>
internal static class NetworkFailures
{
    /// <summary>The failure: an <see cref="AttemptFailure"/> where it may pass by itself, else the error.</summary>
    /// <remarks>A host that cannot be reached at all holds for every item; a connection that broke does not.</remarks>
    /// <param name="address">Where it was to go.</param>
    /// <param name="cause">What .NET said.</param>
    /// <param name="mask">What the words of it must not hold.</param>
    /// <param name="holdsForAll">Whether an unreachable host means that no item can succeed.</param>
    public static Exception Of(Uri address, Exception cause, SecretMask mask, bool holdsForAll = true)
    {
        var host = $"{address.Host}:{address.Port}";
        var (id, sentence, mayPass, unreachable) = ((cause as HttpRequestException)?.HttpRequestError ?? (cause as HttpIOException)?.HttpRequestError) switch
        {
            HttpRequestError.InvalidResponse => (ErrorIds.AnswerInvalid, $"{host} answered with something that is no HTTP.", false, false),
            HttpRequestError.ConfigurationLimitExceeded => (ErrorIds.AnswerInvalid, $"{host} answered with more than is read.", false, false),
            HttpRequestError.NameResolutionError => (ErrorIds.NameResolutionFailed, $"The name {address.Host} cannot be resolved.", SocketErrorOf(cause) == SocketError.TryAgain, true),
            HttpRequestError.ProxyTunnelError when Says(cause, "407") => (ErrorIds.ProxyAuthenticationRequired, $"The proxy on the way to {host} wants a login.", false, true),
            HttpRequestError.ProxyTunnelError => (ErrorIds.NetworkFailed, $"The proxy did not reach {host}.", true, true),
            HttpRequestError.SecureConnectionError when Says(cause, "RemoteCertificateNameMismatch") => (ErrorIds.CertificateNameMismatch, $"The certificate of {host} is for another name.", false, true),
            HttpRequestError.SecureConnectionError when Says(cause, "certificate") => (ErrorIds.CertificateNotTrusted, $"The certificate of {host} is not trusted here.", false, true),
            HttpRequestError.SecureConnectionError => (ErrorIds.NetworkFailed, $"No secure connection to {host} came about.", true, true),
            HttpRequestError.ConnectionError when SocketErrorOf(cause) == SocketError.ConnectionRefused => (ErrorIds.ConnectionRefused, $"{host} takes no connection.", true, true),
            HttpRequestError.ConnectionError => (ErrorIds.NetworkFailed, $"Cannot reach {host}.", true, true),
            _ => (ErrorIds.NetworkFailed, $"The connection broke to {host}.", true, false),
        };
        // What is no HTTP is shown neither in words nor as the cause: it may be a token that nobody knows yet.
        var isQuotable = (cause as HttpRequestException)?.HttpRequestError is not HttpRequestError.InvalidResponse && (cause as HttpIOException)?.HttpRequestError is not HttpRequestError.InvalidResponse;
        var error = new GCException(id, isQuotable ? $"{sentence} {Redaction.Text(Detail(cause))}" : sentence, isQuotable ? cause : null) { StopsBatch = unreachable && holdsForAll, CanRetry = mayPass }.Masked(mask);
        return mayPass ? new AttemptFailure(error) : error;
    }

    // The inner message often stands in the outer one already, with the address.
    private static string Detail(Exception cause) =>
        cause.InnerException is { } inner && !cause.Message.Contains(inner.Message.TrimEnd('.'), StringComparison.OrdinalIgnoreCase) ? $"{cause.Message} {inner.Message}" : cause.Message;

    private static SocketError? SocketErrorOf(Exception? cause) => cause is null ? null : (cause as SocketException)?.SocketErrorCode ?? SocketErrorOf(cause.InnerException);

    // .NET tells these apart in its words alone, which it does not translate.
    private static bool Says(Exception? cause, string word) => cause is not null && (cause.Message.Contains(word, StringComparison.OrdinalIgnoreCase) || Says(cause.InnerException, word));
}
