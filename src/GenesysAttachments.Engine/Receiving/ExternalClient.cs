using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// Fetches from hosts that are not the platform's, for a user who asked for that: https alone, without token, cookies, login or proxy, at most
/// three redirects, each judged anew, and a limit on size. What a name stands for is judged right where the connection is made, so that a
/// name server cannot say one thing first and another then.
/// </summary>
internal sealed class ExternalClient : IDisposable
{
    /// <summary>More is not fetched from a stranger.</summary>
    public const long MostBytes = 100L * 1024 * 1024;

    private const int MostRedirects = 3;

    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _client;

    /// <summary>Makes the client.</summary>
    /// <param name="connectLimit">How long a connection may take to come about.</param>
    /// <param name="trust">What certificates are held against; null takes this machine's trust.</param>
    /// <param name="tap">Takes down what is sent and what comes back; null where nobody wants it.</param>
    public ExternalClient(TimeSpan connectLimit, X509ChainPolicy? trust, WireTap? tap = null)
    {
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would resolve the name itself, and may reach what this machine must not ask for.
            UseProxy = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseDrainSize = AnswerLimits.Refusal,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectTimeout = connectLimit,
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust, RemoteCertificateValidationCallback = CertificateCheck.Accept },
            ActivityHeadersPropagator = null,
        };
        _client = tap is null ? new HttpMessageInvoker(_handler, disposeHandler: false) : new TracedInvoker(_handler, tap, isStorage: true);
    }

    /// <summary>What a name stands for; tests have name servers of their own.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Makes a connection to an address that was judged; tests lead it to a server of their own.</summary>
    internal Func<IPEndPoint, CancellationToken, Task<Socket>> Open { get; init; } = OpenAsync;

    /// <summary>Fetches a file, following what redirects it is allowed to.</summary>
    /// <exception cref="GCException">It may not be fetched, was refused, or is not what the platform says.</exception>
    /// <exception cref="AttemptFailure">Another attempt may do.</exception>
    public async ValueTask<Received> FetchAsync(string url, Expected expected, Download download, IByteSink sink, CallContext context, CancellationToken stop)
    {
        for (var redirects = 0; ; redirects++)
        {
            var address = DownloadAddress.Parse(url) is { Scheme: "https" } parsed ? parsed
                : throw Refused(expected, redirects == 0 ? "is not an https URL" : "leads to something that is not an https URL");
            context.Transfer.Count(again: redirects > 0);
            try
            {
                return await download.GetAsync(_client, address, expected, sink, context, stop).ConfigureAwait(false);
            }
            catch (RedirectedException redirect) when (redirects < MostRedirects)
            {
                url = redirect.To(address);
                context.Transfer.Hide(url);
            }
            catch (RedirectedException)
            {
                throw Refused(expected, $"leads on more than {MostRedirects} times");
            }
            catch (Exception e) when (Inner(e) is { } refused)
            {
                throw Refused(expected, refused.Message);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Resolve(host, stop).ConfigureAwait(false);
        // One that is not public among those that are: somebody hopes that this is tried.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, PublicAddress.Is))
        {
            throw new PrivateAddressException($"leads to {host}, which is on a network of its own and not on the internet");
        }

        SocketException? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return new NetworkStream(await Open(new IPEndPoint(address, context.DnsEndPoint.Port), stop).ConfigureAwait(false), ownsSocket: true);
            }
            catch (SocketException e)
            {
                last = e;
            }
        }

        throw last!;
    }

    private static async Task<Socket> OpenAsync(IPEndPoint endPoint, CancellationToken stop)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, stop).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static PrivateAddressException? Inner(Exception? e) => e is null or PrivateAddressException ? e as PrivateAddressException : Inner(e.InnerException);

    private static GCException Refused(Expected expected, string what) => new(ErrorIds.AttachmentExternal, $"{expected.What} was not tried: its link {what}.")
    {
        Advice = "Such a link is never fetched, also not with -AllowExternal. Ask the sender for the file.",
    };

    private sealed class PrivateAddressException(string message) : IOException(message);
}
