using System.Collections;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>Entries in the order they came. Each has a number, counted from 0 and never used again, so that a reader can go on where it was.</summary>
/// <typeparam name="T">What is written down.</typeparam>
/// <param name="capacity">How many are kept; the oldest give way.</param>
internal sealed class NumberedLog<T>(int capacity) : IReadOnlyCollection<T>
{
    private readonly Lock _lock = new();

    // A ring: the entry of a number lies at that number modulo the length.
    private T[] _ring = new T[Math.Min(capacity, 256)];
    private long _first;
    private long _next;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return (int)(_next - _first);
            }
        }
    }

    public void Add(T entry)
    {
        lock (_lock)
        {
            if (_next - _first == _ring.Length)
            {
                MakeRoom();
            }

            _ring[_next++ % _ring.Length] = entry;
        }
    }

    /// <summary>Entries from a number on, oldest first.</summary>
    /// <param name="from">Number of the first one wanted; where it has given way, the oldest that is left.</param>
    /// <param name="newest">Of those, only the newest so many are meant.</param>
    /// <param name="take">How many are read at once.</param>
    /// <returns>Them, and the number of the first: of the next one to come where there are none.</returns>
    public (long First, T[] Entries) Read(long from, int newest, int take)
    {
        lock (_lock)
        {
            var first = Math.Min(_next, Math.Max(from, Math.Max(_first, _next - newest)));
            var entries = new T[Math.Min(take, _next - first)];
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i] = _ring[(first + i) % _ring.Length];
            }

            return (first, entries);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _first = _next;
            Array.Clear(_ring);
        }
    }

    public IEnumerator<T> GetEnumerator() => Read(0, int.MaxValue, int.MaxValue).Entries.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void MakeRoom()
    {
        if (_ring.Length == capacity)
        {
            _first++;
            return;
        }

        var larger = new T[(int)Math.Min(capacity, 2L * _ring.Length)];
        for (var number = _first; number < _next; number++)
        {
            larger[number % larger.Length] = _ring[number % _ring.Length];
        }

        _ring = larger;
    }
}
