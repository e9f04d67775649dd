using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox;

/// <summary>The newest requests, oldest first.</summary>
public sealed class RequestLog
{
    private const int Kept = 200_000;
    private readonly ConcurrentQueue<LoggedRequest> _requests = new();

    /// <summary>What arrived so far.</summary>
    public IReadOnlyCollection<LoggedRequest> All => _requests;

    internal void Add(LoggedRequest request)
    {
        _requests.Enqueue(request);
        while (_requests.Count > Kept)
        {
            _requests.TryDequeue(out _);
        }
    }

    internal void Clear() => _requests.Clear();
}
