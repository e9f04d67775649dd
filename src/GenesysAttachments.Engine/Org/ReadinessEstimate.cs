namespace GenesysAttachments.Engine.Org;

/// <summary>When to look first whether an upload is valid: near the session's median, so that most need one look.</summary>
internal sealed class ReadinessEstimate
{
    // What is measured is when it was first *seen* valid; looking a little early each time lets the estimate come down again.
    private const double Early = 0.8;
    private const int Kept = 31;

    private readonly Lock _lock = new();
    private readonly Queue<TimeSpan> _recent = new();

    /// <summary>How long after the upload to look.</summary>
    public TimeSpan FirstLook
    {
        get
        {
            lock (_lock)
            {
                return _recent.Count == 0 ? TimeSpan.Zero : _recent.Order().ElementAt(_recent.Count / 2) * Early;
            }
        }
    }

    /// <summary>Takes in how long one upload took to be seen valid.</summary>
    public void Learn(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _recent.Enqueue(elapsed);
            if (_recent.Count > Kept)
            {
                _recent.Dequeue();
            }
        }
    }
}
