namespace GenesysAttachments.Sandbox;

/// <summary>The scripted failures still to come; the first that matches strikes.</summary>
public sealed class FaultBook
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _faults = [];

    /// <summary>What is still to come.</summary>
    public IReadOnlyList<Fault> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults.Select(entry => entry.Fault with { Times = entry.Left })];
            }
        }
    }

    /// <summary>Adds a failure behind those there are.</summary>
    public void Add(Fault fault)
    {
        lock (_lock)
        {
            _faults.Add(new Entry(fault));
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    internal Fault? Take(string method, string path) => Take(fault => fault.Matches(method, path));

    internal Fault? TakeFrame(string actionOrClass) => Take(fault => fault.FrameClass == actionOrClass);

    private Fault? Take(Func<Fault, bool> matches)
    {
        lock (_lock)
        {
            foreach (var entry in _faults.Where(entry => matches(entry.Fault)))
            {
                // One that lets this match pass leaves it to those behind it.
                if (++entry.Met % (entry.Fault.Every ?? 1) == 0)
                {
                    if (entry.Left > 0 && --entry.Left == 0)
                    {
                        _faults.Remove(entry);
                    }

                    return entry.Fault;
                }
            }

            return null;
        }
    }

    private sealed class Entry(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int Left { get; set; } = fault.Times;

        public int Met { get; set; }
    }
}
