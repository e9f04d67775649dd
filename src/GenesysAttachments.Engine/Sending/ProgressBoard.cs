using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Receiving;

namespace GenesysAttachments.Engine.Sending;

/// <summary>What is under way, for whoever wants to show it: written by workers, read when it is drawn.</summary>
public sealed class ProgressBoard : ISaveProgress
{
    /// <summary>Most files shown at a time.</summary>
    public const int Slots = 4;

    private readonly Lock _lock = new();
    private readonly List<Slot> _active = [];
    private int _accepted;
    private int _done;
    private int _failed;
    private volatile bool _isInputClosed;

    /// <summary>Counts an input taken in.</summary>
    public void Accept() => Interlocked.Increment(ref _accepted);

    /// <summary>No more input will come: from now on the count is the whole.</summary>
    public void CloseInput() => _isInputClosed = true;

    /// <summary>The state of things now: the longest-running files first.</summary>
    public ProgressSnapshot Read()
    {
        lock (_lock)
        {
            return new ProgressSnapshot(
                _accepted, _isInputClosed, _done, _failed, [.. _active.Take(Slots).Select(slot => new ProgressItem(slot.Name, slot.State.BytesSent, slot.Length, slot.State.Step))]);
        }
    }

    internal IDisposable Begin(string name, long length, Transfer state)
    {
        var slot = new Slot(this, name, length, state);
        lock (_lock)
        {
            _active.Add(slot);
        }

        return slot;
    }

    internal void Count(string outcome)
    {
        Interlocked.Increment(ref _done);
        if (outcome is not (ReceiptStates.Sent or ReceiptStates.Skipped))
        {
            Interlocked.Increment(ref _failed);
        }
    }

    /// <inheritdoc/>
    IDisposable ISaveProgress.Begin(string name, long length, Transfer state) => Begin(name, length, state);

    /// <inheritdoc/>
    void ISaveProgress.Count(bool well) => Count(well ? ReceiptStates.Sent : ReceiptStates.Failed);

    private sealed class Slot(ProgressBoard board, string name, long length, Transfer state) : IDisposable
    {
        public string Name { get; } = name;

        public long Length { get; } = length;

        public Transfer State { get; } = state;

        public void Dispose()
        {
            lock (board._lock)
            {
                board._active.Remove(this);
            }
        }
    }
}
