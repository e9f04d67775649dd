using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>Whether hosts are known, reached and trusted, and whether their clock goes with ours.</summary>
/// <param name="settings">How the org is reached.</param>
/// <param name="clients">Clients without a connection.</param>
/// <param name="certificates">What they have seen.</param>
/// <param name="time">Clock.</param>
internal sealed class NetworkChecks(SessionSettings settings, HttpClients clients, SeenCertificates certificates, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MostOff = TimeSpan.FromSeconds(60);
    private TimeSpan? _off;

    /// <summary>Adds the checks of some hosts; the last of them tells the time.</summary>
    /// <returns>The connections, which the rest stands on.</returns>
    public PreflightStep[] AddTo(List<PreflightStep> steps, params Uri[] bases)
    {
        var reached = new List<PreflightStep>();
        foreach (var address in bases.Select(WebAddress).DistinctBy(address => address.Authority))
        {
            var resolved = new PreflightStep(CheckNames.NameResolution, address.Host, (_, token) => ResolveAsync(address, token));
            var connected = new PreflightStep(CheckNames.Connection, address.Authority, (_, token) => ReachAsync(address, token), resolved);
            steps.AddRange([resolved, connected]);
            reached.Add(connected);
        }

        steps.Add(new PreflightStep(CheckNames.Clock, reached[^1].Subject, (_, _) => Task.FromResult(CompareClocks(reached[^1].Subject)), reached[^1]));
        return [.. reached];
    }

    // A socket begins as a request like any other.
    private static Uri WebAddress(Uri address) => address.Scheme is "ws" or "wss" ? new UriBuilder(address) { Scheme = address.Scheme == "ws" ? "http" : "https" }.Uri : address;

    private async Task<Finding> ResolveAsync(Uri address, CancellationToken cancellationToken)
    {
        var proxy = clients.ProxyFor(address);
        var host = proxy?.Host ?? address.IdnHost;
        var where = proxy is null ? "" : $" The proxy {proxy.Name} looks up {address.Host}.";
        if (IPAddress.TryParse(host.Trim('[', ']'), out _))
        {
            return Finding.Passed($"{host} is an address, which needs no look-up.{where}");
        }

        try
        {
            var found = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
            return Finding.Passed($"{host} is {Redaction.List([.. found.Select(one => $"{one}")])}.{where}");
        }
        catch (SocketException e)
        {
            var cause = new HttpRequestException(HttpRequestError.NameResolutionError, e.Message, e);
            proxy?.GoWith(cause);
            throw NetworkFailures.Of(address, cause, SecretMask.None);
        }
    }

    // Any answer will do: who gave it shows at the sign-in.
    private async Task<Finding> ReachAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        OrgHeaders.Apply(request, settings);
        var sent = time.GetUtcNow();
        var reply = await HttpExchange.SendAsync(clients.Org, request, new SecretMask(settings.Headers.Select(header => header.Value)), Limit, time, cancellationToken).ConfigureAwait(false);
        if (reply.Status == HttpStatusCode.ProxyAuthenticationRequired)
        {
            throw ProxyRefusals.Answered($"The connection to {address.Host}", reply.ProxyChallenges);
        }

        var now = time.GetUtcNow();
        _off = sent + ((now - sent) / 2) - reply.Date;
        var way = clients.ProxyFor(address) is { } proxy ? $" by way of the proxy {proxy.Name}" : "";
        return certificates.Say(address.IdnHost, $"{address.Authority} answers{way}.", now);
    }

    private Finding CompareClocks(string host)
    {
        if (_off is not { } off)
        {
            return Finding.NotChecked($"{host} does not say what time it is.");
        }

        var seconds = Math.Abs(off.TotalSeconds);
        return off.Duration() <= MostOff
            ? Finding.Passed($"This machine's clock goes with that of {host}.")
            : Finding.Warning(
                string.Create(CultureInfo.InvariantCulture, $"This machine's clock is {(seconds < 600 ? $"{seconds:0} seconds" : $"{seconds / 60:0} minutes")} {(off > TimeSpan.Zero ? "ahead of" : "behind")} that of {host}."),
                "Have the clock of this machine set by a time server: by a wrong one good certificates look expired, and a journal looks for its messages at the wrong time.");
    }
}
