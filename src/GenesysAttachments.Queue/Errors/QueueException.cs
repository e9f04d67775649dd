namespace GenesysAttachments.Queue.Errors;

/// <summary>What a queue's call ends with where it cannot be done. A call is one transaction: it was done whole, or not at all.</summary>
public sealed class QueueException : Exception
{
    internal QueueException(string id, string message, bool canRetry = false, string? sqlState = null)
        : base(message) => (Id, CanRetry, SqlState) = (id, canRetry, sqlState);

    /// <summary>One of <see cref="QueueErrorIds"/>.</summary>
    public string Id { get; }

    /// <summary>
    /// Whether the same call may be made again as it stands, after a moment. Where only the answer was lost, it was done already. Made again,
    /// it has the effect of once, but for four: a claim's first lane waits for its lease to end, a booking is lost, and a beat and a return
    /// count twice.
    /// </summary>
    public bool CanRetry { get; }

    /// <summary>The server's five-character code; null where it gave none.</summary>
    public string? SqlState { get; }
}
