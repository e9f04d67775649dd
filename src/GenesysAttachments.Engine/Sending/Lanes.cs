namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// Lets the messages of one conversation leave in input order while uploads overlap. Tickets are drawn in input order; a ticket's
/// turn comes when the one before it has left.
/// </summary>
internal sealed class Lanes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Ticket> _last = new(StringComparer.Ordinal);

    /// <summary>Draws the next ticket of a lane.</summary>
    public Ticket Enter(string lane)
    {
        lock (_lock)
        {
            var ticket = new Ticket(this, lane, _last.TryGetValue(lane, out var before) ? before.Left : Task.CompletedTask);
            _last[lane] = ticket;
            return ticket;
        }
    }

    private void Leave(Ticket ticket)
    {
        lock (_lock)
        {
            if (_last.TryGetValue(ticket.Lane, out var last) && ReferenceEquals(last, ticket))
            {
                _last.Remove(ticket.Lane);
            }
        }
    }

    /// <summary>A place in a lane.</summary>
    internal sealed class Ticket(Lanes lanes, string lane, Task turn)
    {
        // The next one goes on at once, on this thread: a conversation is as fast as one message follows the other.
        private readonly TaskCompletionSource _left = new();
        private bool _hasLeft;

        public string Lane { get; } = lane;

        public Task Left => _left.Task;

        /// <summary>Waits until everything before it in the lane has left.</summary>
        public Task TurnAsync(CancellationToken cancellationToken) => turn.WaitAsync(cancellationToken);

        /// <summary>Lets the next one go. Calling it twice is harmless.</summary>
        public void Leave()
        {
            if (Interlocked.Exchange(ref _hasLeft, true))
            {
                return;
            }

            lanes.Leave(this);
            if (turn.IsCompleted)
            {
                _left.SetResult();
                return;
            }

            // One that fails before its turn must not let those behind it pass those before it.
            _ = turn.ContinueWith(_ => _left.SetResult(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
