using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace GenesysAttachments.Loading;

/// <summary>The sessions of one runspace; the last connected is current.</summary>
internal sealed class SessionTable
{
    private static readonly ConditionalWeakTable<Runspace, SessionTable> Tables = [];
    private static readonly SessionTable Orphans = new();

    private readonly List<GCOrgSession> _sessions = [];

    public GCOrgSession? Current { get; private set; }

    public IReadOnlyList<GCOrgSession> All => _sessions;

    public static SessionTable OfThisRunspace() => Runspace.DefaultRunspace is { } runspace ? Tables.GetOrCreateValue(runspace) : Orphans;

    /// <summary>Adds a session and makes it current; one with the same key gives way.</summary>
    public void Add(GCOrgSession session)
    {
        _sessions.RemoveAll(other => other.Key == session.Key);
        _sessions.Add(session);
        Current = session;
    }

    /// <summary>Forgets a session; the one connected before it becomes current.</summary>
    public void Remove(GCOrgSession session)
    {
        _sessions.Remove(session);
        Current = Current == session ? _sessions.LastOrDefault() : Current;
    }
}
