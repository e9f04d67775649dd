using System.Collections.Concurrent;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Queue.Working;

/// <summary>What a worker has to say to people besides its receipts. Written by whoever works, taken by the pipeline's thread.</summary>
public sealed class Notices
{
    private readonly ConcurrentQueue<(string? Warning, GCException? Error)> _all = new();

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _all.IsEmpty;

    /// <summary>The next: a warning in words, or an error.</summary>
    public bool TryTake(out (string? Warning, GCException? Error) notice) => _all.TryDequeue(out notice);

    internal void Warn(string words) => _all.Enqueue((words, null));

    internal void Tell(GCException error) => _all.Enqueue((null, error));
}
