namespace GenesysAttachments.Sandbox;

/// <summary>The scripted failures still to come; the first that matches strikes.</summary>
public sealed class FaultBook
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _faults = [];
    private int _lastId;

    /// <summary>What is still to come.</summary>
    public IReadOnlyList<Fault> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults.Select(entry => entry.Current)];
            }
        }
    }

    /// <summary>The same, each with the id that <see cref="Remove"/> takes.</summary>
    internal IReadOnlyList<(int Id, Fault Fault)> Listed
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults.Select(entry => (entry.Id, entry.Current))];
            }
        }
    }

    /// <summary>Adds a failure behind those there are.</summary>
    public void Add(Fault fault)
    {
        lock (_lock)
        {
            _faults.Add(new Entry(++_lastId, fault));
        }
    }

    /// <summary>Forgets one; an id that is not there changes nothing.</summary>
    public void Remove(int id)
    {
        lock (_lock)
        {
            _faults.RemoveAll(entry => entry.Id == id);
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

    private sealed class Entry(int id, Fault fault)
    {
        public int Id { get; } = id;

        public Fault Fault { get; } = fault;

        public int Left { get; set; } = fault.Times;

        public int Met { get; set; }

        public Fault Current => Fault with { Times = Left };
    }
}
