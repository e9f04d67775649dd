namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// Lets the messages of one conversation leave in input order while uploads overlap. Tickets are drawn in input order; a ticket's
/// turn comes when the one before it has left.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class Lanes(TimeProvider time)
{
    // So long a message that could take more files waits for the next to be ready.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Ticket> _last = new(StringComparer.Ordinal);
    private TaskCompletionSource? _changed;
    private long _drawn;
    private bool _isClosed;

    /// <summary>Draws the next ticket of a lane.</summary>
    public Ticket Enter(string lane)
    {
        lock (_lock)
        {
            var before = _last.GetValueOrDefault(lane);
            var ticket = new Ticket(this, lane, ++_drawn, before?.Left ?? Task.CompletedTask);
            before?.Next = ticket;
            _last[lane] = ticket;
            Tell();
            return ticket;
        }
    }

    /// <summary>No more tickets will be drawn.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Tell();
        }
    }

    /// <summary>
    /// Takes what may leave in one message with the file whose turn it is: those drawn right after it in its lane, as they are ready. Ends when
    /// there are enough, one does not fit, the input went on to another lane or ended, or none is ready within a second.
    /// </summary>
    /// <param name="first">Whose turn it is.</param>
    /// <param name="most">How many, besides.</param>
    /// <param name="fits">Whether one may go along.</param>
    /// <param name="cancellationToken">Ends the wait; what was taken by then is given.</param>
    public async Task<List<Member>> GatherAsync(Ticket first, int most, Func<Member, bool> fits, CancellationToken cancellationToken)
    {
        var (members, last) = (new List<Member>(), first);
        while (members.Count < most && !cancellationToken.IsCancellationRequested)
        {
            Task changed;
            lock (_lock)
            {
                var next = last.Next is { } behind && behind.Number == last.Number + 1 ? behind : null;
                if (next is { HasLeft: true })
                {
                    last = next; // It failed on its way.
                    continue;
                }

                if (next is null ? _isClosed || _drawn > last.Number : next.Member is { } ready && !fits(ready))
                {
                    break;
                }

                if (next?.Member is { } member)
                {
                    last = next;
                    if (member.TryTake())
                    {
                        members.Add(member);
                    }

                    continue;
                }

                changed = (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(changed, Task.Delay(Patience, time, patience.Token)).ConfigureAwait(false) != changed)
            {
                break;
            }

            await patience.CancelAsync().ConfigureAwait(false);
        }

        return members;
    }

    private void Offer(Ticket ticket, Member member)
    {
        lock (_lock)
        {
            ticket.Member = member;
            Tell();
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

            Tell();
        }
    }

    private void Tell()
    {
        _changed?.TrySetResult();
        _changed = null;
    }

    /// <summary>A place in a lane.</summary>
    internal sealed class Ticket(Lanes lanes, string lane, long number, Task turn)
    {
        // The next one goes on at once, on this thread: a conversation is as fast as one message follows the other.
        private readonly TaskCompletionSource _left = new();
        private bool _hasLeft;

        public string Lane { get; } = lane;

        /// <summary>Its place among all that were drawn.</summary>
        public long Number { get; } = number;

        public Task Left => _left.Task;

        /// <summary>The one behind it; null where none has come yet.</summary>
        public Ticket? Next { get; set; }

        /// <summary>What it brings to a message, once that is uploaded; null before.</summary>
        public Member? Member { get; set; }

        /// <summary>Whether it is done, or will not send anything.</summary>
        public bool HasLeft => Volatile.Read(ref _hasLeft);

        /// <summary>Waits until everything before it in the lane has left.</summary>
        public Task TurnAsync(CancellationToken cancellationToken) => turn.WaitAsync(cancellationToken);

        /// <summary>Lets one ahead of it take it along.</summary>
        public void Offer(Member member) => lanes.Offer(this, member);

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
