using System.Collections.Concurrent;

namespace GenesysAttachments.Engine.Sessions;

/// <summary>The routes on which a message with several files was refused. No source says that one may carry several: some orgs or channels may take one. Thread-safe.</summary>
internal sealed class SingleFileRoutes
{
    private readonly ConcurrentDictionary<string, bool> _routes = new(StringComparer.Ordinal);

    /// <summary>Whether a route is one.</summary>
    public bool Has(string route) => _routes.ContainsKey(route);

    /// <summary>Notes that it is.</summary>
    public void Add(string route) => _routes[route] = true;
}
