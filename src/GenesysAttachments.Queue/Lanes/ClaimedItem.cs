using GenesysAttachments.Queue.Items;

namespace GenesysAttachments.Queue.Lanes;

/// <summary>An open item of a claimed lane.</summary>
/// <param name="Id">Its number, which is its place in the lane.</param>
/// <param name="Item">What is to be sent.</param>
/// <param name="Attempts">How often it was about to be sent.</param>
public sealed record ClaimedItem(long Id, QueueItem Item, int Attempts)
{
    /// <summary>
    /// Set where a worker before this one meant to send it: it must not be sent, only looked for. The lane's later items cannot be sent before
    /// that is told.
    /// </summary>
    public UnsettledIntent? Unsettled { get; init; }

    /// <summary>How often it was given back because it could not be sent for now.</summary>
    public int Returns { get; init; }

    /// <summary>What became of its text, one of <see cref="TextStates"/>; null where nothing was begun.</summary>
    public string? TextState { get; init; }

    /// <summary>Set where a worker before this one was at its text: it must not be sent, only looked for, before the file may go.</summary>
    public UnsettledText? UnsettledText { get; init; }
}
