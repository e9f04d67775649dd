using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Traffic;

/// <summary>The newest requests, oldest first.</summary>
/// <param name="changes">Told of each.</param>
internal sealed class RequestLog(ChangeSignal changes)
{
    private const int Kept = 200_000;

    /// <summary>What arrived so far.</summary>
    public NumberedLog<LoggedRequest> All { get; } = new(Kept);

    public void Add(LoggedRequest request)
    {
        All.Add(request);
        changes.Set();
    }

    public void Clear() => All.Clear();
}
