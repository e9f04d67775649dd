using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox.Traffic;

/// <summary>The newest requests, oldest first.</summary>
internal sealed class RequestLog
{
    private const int Kept = 200_000;
    private readonly ConcurrentQueue<LoggedRequest> _requests = new();

    /// <summary>What arrived so far.</summary>
    public IReadOnlyCollection<LoggedRequest> All => _requests;

    public void Add(LoggedRequest request)
    {
        _requests.Enqueue(request);
        while (_requests.Count > Kept)
        {
            _requests.TryDequeue(out _);
        }
    }

    public void Clear() => _requests.Clear();
}
