using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Items;
using Npgsql;
using NpgsqlTypes;

namespace GenesysAttachments.Queue.Lanes;

/// <summary>
/// What one worker does with lanes. The way of an item: claim its lane, upload (no call), an intent, send if it still
/// <see cref="SendIntent.MaySend"/>, else <see cref="WithdrawAsync"/>, its end; then the lane's next; at last <see cref="ReleaseAsync"/>.
/// An intent whose answer was lost is asked for again, or withdrawn; nothing is sent on it. Every method throws a <c>QueueException</c>, and says there whether to try again.
/// </summary>
/// <param name="database">The queue.</param>
/// <param name="worker">Who works.</param>
public sealed class LaneWork(QueueDatabase database, Worker worker)
{
    /// <summary>Who works.</summary>
    public Worker Worker { get; } = worker;

    /// <summary>How long things hold.</summary>
    public QueueTimes Times => database.Times;

    /// <summary>Takes the lane of a client that has been free longest, with its next items. Lanes whose count was wrong are healed on the way.</summary>
    /// <param name="client">A client that the worker is signed in as.</param>
    /// <param name="items">How many items to read; 10 serves.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lane; null where none is free.</returns>
    public async Task<LaneClaim?> ClaimAsync(string client, int items = 10, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var rows = await database.ReadAsync(LaneStatements.Claim.Replace("{sound}", database.Sound, StringComparison.Ordinal), ReadRow, [
                Text(client), Uuid(Worker.Id), Interval(database.Times.Lease), new() { Value = items }, Interval(database.Times.SettleAfter),
            ], cancellationToken).ConfigureAwait(false);
            if (!rows[0].IsSound)
            {
                await database.EnsureSoundAsync(cancellationToken).ConfigureAwait(false);
                return null;
            }

            if (rows[0].Lane is not { } lane)
            {
                return null;
            }

            var claim = new LaneClaim(lane, rows[0].Fence, [.. rows.Select(row => row.Item).OfType<ClaimedItem>()]);
            if (claim.Items.Count > 0)
            {
                return claim;
            }

            await ReleaseAsync(claim, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that the worker lives, and keeps its lanes; every 30 s with the default lease.</summary>
    /// <param name="claims">The lanes it works on.</param>
    /// <param name="sent">Files sent since the last beat.</param>
    /// <param name="failed">Files that failed since the last beat.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lanes that are still its own; of the others take nothing new.</returns>
    public async Task<IReadOnlySet<string>> BeatAsync(IReadOnlyCollection<LaneClaim> claims, long sent = 0, long failed = 0, CancellationToken cancellationToken = default) =>
        (await database.ReadAsync(LaneStatements.Beat, row => row.GetString(0), [
            new() { Value = claims.Select(claim => claim.Lane).ToArray() }, new() { Value = claims.Select(claim => claim.Fence).ToArray() },
            Uuid(Worker.Id), Interval(database.Times.Lease), Text(Worker.Host), new() { Value = Worker.ProcessId }, Text(Worker.Version), new() { Value = Worker.Clients.ToArray() },
            new() { Value = sent }, new() { Value = failed },
        ], cancellationToken).ConfigureAwait(false)).ToHashSet();

    /// <summary>Writes down, durably, that an item is about to be sent. May be asked again by the same upload, while that is known not to have left.</summary>
    /// <param name="claim">Its lane.</param>
    /// <param name="item">The item.</param>
    /// <param name="media">The upload, by an id that no other attempt of any worker has.</param>
    /// <param name="communication">The leg; null where the route has none.</param>
    /// <param name="cancellationToken">Ends the wait; after that, withdraw.</param>
    public Task<SendIntent> IntendAsync(LaneClaim claim, ClaimedItem item, string media, string? communication = null, CancellationToken cancellationToken = default) =>
        IntendAsync(claim, [(item, media)], communication, null, cancellationToken);

    /// <summary>Writes down that several items are about to be sent in one message: all of them, or none.</summary>
    /// <param name="claim">Their lane.</param>
    /// <param name="items">The items, in their order, each with its upload.</param>
    /// <param name="communication">The leg; null where the route has none.</param>
    /// <param name="text">What became of the first one's text, where this worker sent that right before; null where it did not.</param>
    /// <param name="cancellationToken">Ends the wait; after that, withdraw.</param>
    public Task<SendIntent> IntendAsync(LaneClaim claim, IReadOnlyList<(ClaimedItem Item, string Media)> items, string? communication, string? text, CancellationToken cancellationToken = default) =>
        IntendAsync(LaneStatements.Intent, [
            new() { Value = items.Select(one => one.Item.Id).ToArray() }, Text(claim.Lane), new() { Value = claim.Fence }, Uuid(Worker.Id), new() { Value = items.Select(one => one.Media).ToArray() },
            Text(communication), Interval(database.Times.SendWithin), Text(text),
        ], cancellationToken);

    /// <summary>Writes down that the text of an item is about to be sent, by a message of its own.</summary>
    /// <param name="claim">Its lane.</param>
    /// <param name="item">The item, the next of its lane.</param>
    /// <param name="communication">The leg.</param>
    /// <param name="cancellationToken">Ends the wait; after that, settle it.</param>
    public Task<SendIntent> IntendTextAsync(LaneClaim claim, ClaimedItem item, string? communication, CancellationToken cancellationToken = default) =>
        IntendAsync(LaneStatements.TextIntent, [Id(item), Text(claim.Lane), new() { Value = claim.Fence }, Uuid(Worker.Id), Text(communication), Interval(database.Times.SendWithin)], cancellationToken);

    /// <summary>Tells what became of the text of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="state">One of <see cref="TextStates"/>; null: this worker knows that it did not leave.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether that was open, and is told now.</returns>
    public async Task<bool> SettleTextAsync(ClaimedItem item, string? state, CancellationToken cancellationToken = default) =>
        (await database.ReadAsync(LaneStatements.SettleText, _ => 0, [Id(item), Text(state), Interval(database.Times.SettleAfter), Uuid(Worker.Id)], cancellationToken).ConfigureAwait(false)).Count == 1;

    /// <summary>Counts that an item could not be sent for now; it stays queued.</summary>
    /// <param name="claim">Its lane.</param>
    /// <param name="item">The item.</param>
    /// <param name="errorId">Error id.</param>
    /// <param name="message">Why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ReturnAsync(LaneClaim claim, ClaimedItem item, string? errorId, string? message, CancellationToken cancellationToken = default) => database.ReadAsync(
        LaneStatements.Return, _ => 0, [Id(item), Text(claim.Lane), new() { Value = claim.Fence }, Uuid(Worker.Id), Text(errorId), Text(message)], cancellationToken);

    /// <summary>Opens an item again that nobody knows of: it may be sent twice, and somebody wants it all the same.</summary>
    /// <param name="item">Its number.</param>
    /// <param name="media">The upload it was about to be sent with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is queued again; false: its end was told meanwhile.</returns>
    public async Task<bool> ReopenAsync(long item, string media, CancellationToken cancellationToken = default) =>
        (await database.ReadAsync(LaneStatements.Reopen, _ => 0, [new() { Value = item }, Text(media)], cancellationToken).ConfigureAwait(false)).Count == 1;

    /// <summary>When an item was about to be sent, and how long ago that is; null where it never was.</summary>
    /// <param name="item">Its number.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(DateTimeOffset At, TimeSpan Ago)?> ReadIntentAsync(long item, CancellationToken cancellationToken = default) =>
        await database.ReadAsync(LaneStatements.Age, row => (row.GetFieldValue<DateTimeOffset>(0), row.GetTimeSpan(1)), [new() { Value = item }], cancellationToken).ConfigureAwait(false) is [var intent] ? intent : null;

    /// <summary>How long until there is something to claim, by client: zero or less is now. A client without open items is left out.</summary>
    /// <param name="clients">The clients.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyDictionary<string, TimeSpan>> ReadNextAsync(IReadOnlyCollection<string> clients, CancellationToken cancellationToken = default) => (await database.ReadAsync(
        LaneStatements.Next, row => (row.GetString(0), row.GetTimeSpan(1)), [new() { Value = clients.ToArray() }], cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Item1, row => row.Item2);

    /// <summary>Takes an intent back whose file is known not to have left.</summary>
    /// <param name="item">The item.</param>
    /// <param name="media">The upload of the intent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is queued again; false: there was no such intent, or another worker has settled it.</returns>
    public async Task<bool> WithdrawAsync(ClaimedItem item, string media, CancellationToken cancellationToken = default) =>
        (await database.ReadAsync(LaneStatements.Withdraw, _ => 0, [Id(item), Text(media)], cancellationToken).ConfigureAwait(false)).Count == 1;

    /// <summary>Tells the end of an item, of this worker's own intent or of one it has looked for.</summary>
    /// <param name="claim">Its lane.</param>
    /// <param name="item">The item.</param>
    /// <param name="outcome">Its end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the item has this end now; false: it has another, or it is too early to say.</returns>
    public async Task<bool> EndAsync(LaneClaim claim, ClaimedItem item, Outcome outcome, CancellationToken cancellationToken = default) =>
        (await database.ReadAsync(LaneStatements.Outcome, _ => 0, [
            Id(item), Text(outcome.Media), Text(outcome.State), Text(outcome.MessageId), Text(outcome.ErrorId), Text(outcome.Message),
            Uuid(Worker.Id), Interval(database.Times.SettleAfter), Text(claim.Lane), new() { Value = claim.Fence }, Text(outcome.Sha256),
        ], cancellationToken).ConfigureAwait(false)).Count == 1;

    /// <summary>Tells the end of an item that nobody works on, of whose message somebody has looked for.</summary>
    /// <param name="item">Its number.</param>
    /// <param name="outcome">Its end, with the upload it was about to be sent with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>As of the other.</returns>
    public async Task<bool> EndAsync(long item, Outcome outcome, CancellationToken cancellationToken = default) =>
        (await database.ReadAsync(LaneStatements.Outcome, _ => 0, [
            new() { Value = item }, Text(outcome.Media), Text(outcome.State), Text(outcome.MessageId), Text(outcome.ErrorId), Text(outcome.Message),
            Uuid(Worker.Id), Interval(database.Times.SettleAfter), Text(null), new() { Value = 0L }, Text(outcome.Sha256),
        ], cancellationToken).ConfigureAwait(false)).Count == 1;

    /// <summary>Gives a lane back.</summary>
    /// <param name="claim">The lane.</param>
    /// <param name="pause">How long nobody shall claim it: what is left of <see cref="UnsettledIntent.Wait"/>, or the time until another try makes sense.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was still this worker's.</returns>
    public async Task<bool> ReleaseAsync(LaneClaim claim, TimeSpan pause, CancellationToken cancellationToken = default)
    {
        NpgsqlParameter[] Held() => [Text(claim.Lane), new() { Value = claim.Fence }, Uuid(Worker.Id)];
        return await database.RunAsync([(LaneStatements.Lock, Held()), (LaneStatements.Release, [.. Held(), Interval(pause)])], cancellationToken).ConfigureAwait(false) == 1;
    }

    private async Task<SendIntent> IntendAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        var asked = database.Time.GetTimestamp();
        var (isSound, isHeld, isIntended) = (await database.ReadAsync(
            sql.Replace("{sound}", database.Sound, StringComparison.Ordinal), row => (row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2)), parameters, cancellationToken).ConfigureAwait(false))[0];
        if (!isSound)
        {
            await database.EnsureSoundAsync(cancellationToken).ConfigureAwait(false);
        }

        var answer = isIntended ? IntentAnswer.Granted : isHeld ? IntentAnswer.NotNext : IntentAnswer.LaneLost;
        return new SendIntent(answer, database.Time, asked, database.Times.SendWithin);
    }

    private static (bool IsSound, string? Lane, long Fence, ClaimedItem? Item) ReadRow(NpgsqlDataReader row)
    {
        if (row.IsDBNull(1) || row.IsDBNull(3))
        {
            return row.IsDBNull(1) ? (row.GetBoolean(0), null, 0, null) : (true, row.GetString(1), row.GetInt64(2), null);
        }

        var item = new QueueItem(row.GetGuid(4), row.GetString(5), row.GetString(1), row.GetString(6), row.GetInt64(7), row.GetFieldValue<DateTimeOffset>(8), row.GetString(9))
        {
            Sha256 = Maybe(row, 10),
            Text = Maybe(row, 11),
            Options = Maybe(row, 12),
            Batch = Maybe(row, 13),
        };
        var claimed = new ClaimedItem(row.GetInt64(3), item, row.GetInt32(14))
        {
            Unsettled = row.GetBoolean(15) ? new UnsettledIntent(row.GetString(16), Maybe(row, 17), row.GetFieldValue<DateTimeOffset>(18), row.GetTimeSpan(19)) : null,
            Returns = row.GetInt32(20),
            TextState = Maybe(row, 21),
            UnsettledText = Maybe(row, 21) == TextStates.Sending ? new UnsettledText(Maybe(row, 22), row.GetFieldValue<DateTimeOffset>(23), row.GetTimeSpan(24)) : null,
        };
        return (true, row.GetString(1), row.GetInt64(2), claimed);
    }

    private static string? Maybe(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static NpgsqlParameter Id(ClaimedItem item) => new() { Value = item.Id };

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Uuid(Guid value) => new() { Value = value };

    private static NpgsqlParameter Interval(TimeSpan value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Interval };
}
