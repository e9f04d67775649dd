namespace GenesysAttachments.Engine.Sessions;

/// <summary>The last few ids something was done with, the latest first. Thread-safe.</summary>
internal sealed class RecentIds
{
    private const int Most = 20;

    private readonly Lock _lock = new();
    private readonly LinkedList<string> _ids = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _ids];
            }
        }
    }

    public void Add(string? id)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            return;
        }

        lock (_lock)
        {
            _ids.Remove(id);
            _ids.AddFirst(id);
            if (_ids.Count > Most)
            {
                _ids.RemoveLast();
            }
        }
    }
}
