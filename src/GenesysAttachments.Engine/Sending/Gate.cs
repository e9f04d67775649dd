namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// Lets so many files be under way at a time. One that only waits for its turn in its conversation stands outside meanwhile, so that
/// others can upload. When its turn has come it goes before those who have not begun: everything behind it in its conversation waits
/// for it.
/// </summary>
/// <param name="places">How many.</param>
internal sealed class Gate(int places)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _returning = [];
    private readonly LinkedList<TaskCompletionSource> _entering = [];
    private int _free = places;

    /// <summary>Waits for a place.</summary>
    public async Task<Place> EnterAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(_entering, cancellationToken).ConfigureAwait(false);
        return new Place(this);
    }

    private async Task WaitAsync(LinkedList<TaskCompletionSource> queue, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> node;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            node = queue.AddLast(new TaskCompletionSource());
        }

        using var stop = cancellationToken.Register(() =>
        {
            lock (_lock)
            {
                if (node.List is null)
                {
                    return; // The place was handed over first; whoever has it looks at the token himself.
                }

                queue.Remove(node);
            }

            node.Value.TrySetCanceled(cancellationToken);
        });
        await node.Value.Task.ConfigureAwait(false);
    }

    private void Release()
    {
        TaskCompletionSource next;
        lock (_lock)
        {
            var queue = _returning.Count > 0 ? _returning : _entering;
            if (queue.First is null)
            {
                _free++;
                return;
            }

            next = queue.First.Value;
            queue.RemoveFirst();
        }

        next.TrySetResult();
    }

    /// <summary>A place, until it is left or disposed.</summary>
    internal sealed class Place(Gate gate) : IDisposable
    {
        private bool _taken = true;

        /// <summary>Gives the place to another.</summary>
        public void StepOut()
        {
            if (_taken)
            {
                _taken = false;
                gate.Release();
            }
        }

        /// <summary>Waits for a place again, before those who have not begun.</summary>
        public async Task ReturnAsync(CancellationToken cancellationToken)
        {
            if (!_taken)
            {
                await gate.WaitAsync(gate._returning, cancellationToken).ConfigureAwait(false);
                _taken = true;
            }
        }

        /// <inheritdoc/>
        public void Dispose() => StepOut();
    }
}
