using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace GenesysAttachments.State;

/// <summary>The sessions of one runspace; the last connected, or the one that was selected, is current.</summary>
internal sealed class SessionTable
{
    private static readonly ConditionalWeakTable<Runspace, SessionTable> Tables = [];
    private static readonly SessionTable Orphans = new();

    private readonly List<GCOrgSession> _sessions = [];
    private GCOrgSession? _current;

    /// <summary>The current one; null when there is none.</summary>
    public GCOrgSession? Current
    {
        get
        {
            Prune();
            return _current;
        }

        private set
        {
            _current?.IsCurrent = false;
            value?.IsCurrent = true;
            _current = value;
        }
    }

    /// <summary>A copy of the list, oldest first: the next command in the pipeline may disconnect what it gets.</summary>
    public IReadOnlyList<GCOrgSession> All
    {
        get
        {
            Prune();
            return [.. _sessions];
        }
    }

    public static SessionTable OfThisRunspace() => Runspace.DefaultRunspace is { } runspace ? Tables.GetOrCreateValue(runspace) : Orphans;

    /// <summary>Tells what befell the sessions' traces, each once.</summary>
    public void Told(Action<string> warn)
    {
        foreach (var session in _sessions)
        {
            if (session.TakeTrouble() is { } trouble)
            {
                warn(trouble);
            }
        }
    }

    /// <summary>Adds a session and makes it current; one with the same key gives way.</summary>
    public void Add(GCOrgSession session)
    {
        foreach (var other in _sessions.Where(other => other.Key == session.Key).ToList())
        {
            _sessions.Remove(other);
            session.Replace(other);
        }

        _sessions.Add(session);
        Current = session;
    }

    /// <summary>The live session of a key; null when there is none.</summary>
    public GCOrgSession? Find(string key) => All.FirstOrDefault(session => string.Equals(session.Key, key, StringComparison.OrdinalIgnoreCase) && !session.HasEnded);

    /// <summary>Makes a session current; one that came from elsewhere is taken in.</summary>
    public void Select(GCOrgSession session)
    {
        if (_sessions.Contains(session))
        {
            Current = session;
        }
        else
        {
            Add(session);
        }
    }

    /// <summary>Forgets a session; the one connected before it becomes current.</summary>
    public void Remove(GCOrgSession session)
    {
        _sessions.Remove(session);
        Current = _current == session ? _sessions.LastOrDefault() : _current;
    }

    // A session with a sandbox that is gone can only fail.
    private void Prune()
    {
        foreach (var session in _sessions.Where(session => SandboxTable.HasEnded(session.Endpoint)).ToList())
        {
            Remove(session);
            session.End();
        }
    }
}
