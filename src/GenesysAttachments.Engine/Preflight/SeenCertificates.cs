using System.Collections.Concurrent;
using System.Globalization;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>The certificates that were taken, by host.</summary>
internal sealed class SeenCertificates
{
    private static readonly TimeSpan EndsSoon = TimeSpan.FromDays(7);
    private readonly ConcurrentDictionary<string, CertificateFacts> _seen = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string host, CertificateFacts facts) => _seen[host] = facts;

    /// <summary>What to say of a host that was reached.</summary>
    /// <param name="host">It.</param>
    /// <param name="sentence">What was found already.</param>
    /// <param name="now">The time.</param>
    public Finding Say(string host, string sentence, DateTimeOffset now)
    {
        if (!_seen.TryGetValue(host, out var facts))
        {
            return Finding.Passed($"{sentence} Plain http, which is for this machine alone.");
        }

        var by = facts.Issuer == facts.Authority ? $"'{facts.Issuer}'" : $"'{facts.Issuer}' under '{facts.Authority}'";
        var words = string.Create(CultureInfo.InvariantCulture, $"{sentence} Its certificate is signed by {by} and valid until {facts.Until.UtcDateTime:yyyy-MM-dd}.");
        return facts.Until - now > EndsSoon ? Finding.Passed(words)
            : Finding.Warning(words, "That is soon: whoever runs the host, or the proxy that inspects connections, has to renew it.");
    }
}
