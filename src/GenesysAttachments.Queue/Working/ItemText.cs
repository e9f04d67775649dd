using GenesysAttachments.Engine.Http;
using GenesysAttachments.Queue.Lanes;

namespace GenesysAttachments.Queue.Working;

/// <summary>The text of an item, where it goes by a message of its own right before the file's: an intent of its own, and its end.</summary>
/// <param name="record">The item.</param>
/// <param name="leg">The leg it goes by.</param>
internal sealed class ItemText(ItemRecord record, string? leg) : IMessageMarks
{
    private readonly IntentKeeper _intent = new(record, token => record.Desk.Work.IntendTextAsync(record.Hold.Claim, record.Item, leg, token));
    private volatile bool _hasGone;

    /// <summary>Whether its intent may stand in the queue.</summary>
    public bool HasIntent => _intent.WasAsked;

    /// <summary>Its end: sent, or null where it is known not to have left.</summary>
    public string? End => _hasGone ? TextStates.Sent : null;

    /// <inheritdoc/>
    public Task PostingAsync(CancellationToken cancellationToken) => _intent.AskAsync(cancellationToken);

    /// <inheritdoc/>
    public bool MayLeave => _intent.MaySend;

    /// <inheritdoc/>
    public void Withdrawn() => _intent.Withdraw();

    /// <inheritdoc/>
    public void Gone() => _hasGone = true;
}
