using GenesysAttachments.Queue.Database;

namespace GenesysAttachments;

/// <summary>A work list for many machines, in a PostgreSQL database. Holds no secret that can be shown.</summary>
public sealed class GCQueue
{
    private readonly QueueDatabase _store;

    internal GCQueue(QueueDatabase store)
    {
        _store = store;
        (HostName, Port, Database, Schema, User) = (store.Place.Host, store.Place.Port, store.Place.Database, store.Schema.Name, store.Role);
        ServerVersion = store.ServerVersion;
        ComparedBy = [.. store.ComparedBy];
    }

    /// <summary>Host of the database, or several with commas between them, as given.</summary>
    public string HostName { get; }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>The database.</summary>
    public string Database { get; }

    /// <summary>The schema its tables are in.</summary>
    public string Schema { get; }

    /// <summary>The role that signed in, as the server says it.</summary>
    public string User { get; }

    /// <summary>The server's version, as it says it.</summary>
    public string ServerVersion { get; }

    /// <summary>By what a fail-over, a restore or a copy is noticed: as much of it as the role may read.</summary>
    public string[] ComparedBy { get; }

    internal QueueDatabase Store => _store;

    /// <inheritdoc/>
    public override string ToString() => $"{HostName}:{Port}/{Database}/{Schema}";
}
