using GenesysAttachments.Queue.Reading;

namespace GenesysAttachments;

/// <summary>A worker that a queue has seen.</summary>
public sealed class GCQueueWorker
{
    internal GCQueueWorker(WorkerFacts facts)
    {
        (WorkerId, HostName, ProcessId, Version, Client) = (facts.Id.ToString(), facts.Host, facts.ProcessId, facts.Version, [.. facts.Clients]);
        (Started, Seen, Sent, Failed, Lanes) = (facts.Started.UtcDateTime, facts.Seen.UtcDateTime, facts.Sent, facts.Failed, facts.Lanes);
    }

    /// <summary>Its name, never used again.</summary>
    public string WorkerId { get; }

    /// <summary>Its machine.</summary>
    public string HostName { get; }

    /// <summary>Its process.</summary>
    public int ProcessId { get; }

    /// <summary>Version of the module.</summary>
    public string Version { get; }

    /// <summary>The clients it is signed in as.</summary>
    public string[] Client { get; }

    /// <summary>When it began, in UTC.</summary>
    public DateTime Started { get; }

    /// <summary>When it was seen last, in UTC; every 30 seconds while it lives.</summary>
    public DateTime Seen { get; }

    /// <summary>Files it has sent.</summary>
    public long Sent { get; }

    /// <summary>Files that failed with it.</summary>
    public long Failed { get; }

    /// <summary>Conversations it works on now.</summary>
    public long Lanes { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{HostName} ({ProcessId})";
}
