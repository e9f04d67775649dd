using System.Collections.Concurrent;
using System.Net;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// The login for a proxy, if there is one. Remembers which ways to sign in it was asked for: .NET tells those of a refused tunnel to
/// nobody else.
/// </summary>
/// <param name="given">The login; null for none.</param>
internal sealed class ProxyLogin(ICredentials? given) : ICredentials
{
    private readonly ConcurrentDictionary<(string Proxy, string Scheme), bool> _asked = new();

    /// <summary>Whether there is one.</summary>
    public bool IsGiven => given is not null;

    /// <summary>The ways to sign in that a proxy has offered so far.</summary>
    public IReadOnlyList<string> SchemesOf(Uri proxy) => [.. ProxySchemes.Known.Where(scheme => _asked.ContainsKey((proxy.Authority, scheme)))];

    /// <inheritdoc/>
    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        _asked[(uri.Authority, authType)] = true;
        return given?.GetCredential(uri, authType);
    }
}
