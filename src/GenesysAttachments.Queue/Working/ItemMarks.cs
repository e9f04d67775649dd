using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Queue.Working;

/// <summary>Writes the intent of a message right before its request, for all that it carries.</summary>
/// <param name="records">Its items, in their order.</param>
/// <param name="leg">The leg it goes by.</param>
internal sealed class ItemMarks(IReadOnlyList<ItemRecord> records, string? leg) : IMessageMarks
{
    private readonly IntentKeeper _intent = new(records[0], token => records[0].Desk.Work.IntendAsync(
        records[0].Hold.Claim, [.. records.Select(record => (record.Item, record.Media!))], leg, records[0].TextEnd, token));

    /// <inheritdoc/>
    public Task PostingAsync(CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            record.HasIntent = true;
        }

        return _intent.AskAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public bool MayLeave => _intent.MaySend;

    /// <inheritdoc/>
    public void Withdrawn() => _intent.Withdraw();

    /// <inheritdoc/>
    public void Gone()
    {
        // Its end is written with its receipt.
    }
}
