namespace GenesysAttachments.Sandbox;

/// <summary>The scripted failures still to come; the first that matches strikes.</summary>
public sealed class FaultBook
{
    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, int Left)> _faults = [];

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
            _faults.Add((fault, fault.Times));
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
            var index = _faults.FindIndex(entry => matches(entry.Fault));
            if (index < 0)
            {
                return null;
            }

            var (fault, left) = _faults[index];
            if (left == 1)
            {
                _faults.RemoveAt(index);
            }
            else if (left > 1)
            {
                _faults[index] = (fault, left - 1);
            }

            return fault;
        }
    }
}
