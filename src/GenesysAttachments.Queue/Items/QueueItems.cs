using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using Npgsql;
using NpgsqlTypes;

namespace GenesysAttachments.Queue.Items;

/// <summary>Puts items into a queue.</summary>
/// <param name="database">The queue.</param>
public sealed class QueueItems(QueueDatabase database)
{
    // The lock on gc_meta lets one adder in at a time. Ids are given under it, so that they are committed in their order: a worker never sees a
    // lane's later item before an earlier one. It also keeps two adders of the same keys from waiting for each other in a circle.
    // Lanes are counted up after their items are in; whoever counts a lane anew locks it first, and so sees either both or neither.
    // What has not gone, and will not, is opened again under its old number; no other row that is there is locked, for a worker may hold its lane.
    private const string Add = """
        WITH turn AS MATERIALIZED (SELECT one FROM gcqueue.gc_meta FOR UPDATE),
        given AS (
            SELECT DISTINCT ON (key) * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
                WITH ORDINALITY AS g(key, client, lane, path, length, modified, sent_name, sha256, text, options, batch, place) ORDER BY key, place),
        new AS (
            INSERT INTO gcqueue.gc_item (key, client, lane, path, length, modified, sent_name, sha256, text, options, batch)
            SELECT g.key, g.client, g.lane, g.path, g.length, g.modified, g.sent_name, g.sha256, g.text, g.options::jsonb, g.batch
            FROM turn, given g ORDER BY g.place
            ON CONFLICT (key) DO NOTHING
            RETURNING id, key, lane, client, modified),
        again AS (
            UPDATE gcqueue.gc_item i SET
                state = 'Queued', path = g.path, modified = g.modified, text = coalesce(g.text, i.text), sha256 = g.sha256, options = g.options::jsonb, batch = g.batch,
                media = NULL, communication = NULL, fence = NULL, worker = NULL, intent_at = NULL, send_by = NULL, done_at = NULL, error_id = NULL, message = NULL, returns = 0
            FROM turn, given g WHERE i.key = g.key AND i.state IN ('Rejected', 'Failed')
            RETURNING i.id, i.key, i.lane, i.client, i.modified),
        added AS (SELECT * FROM new UNION ALL SELECT * FROM again),
        lanes AS (
            INSERT INTO gcqueue.gc_lane (lane, client, open)
            SELECT lane, min(client), count(*) FROM added GROUP BY lane ORDER BY lane
            ON CONFLICT (lane) DO UPDATE SET open = gc_lane.open + excluded.open)
        SELECT key, id, modified FROM added
        """;

    // A statement of its own: it sees what was committed while the one before waited for its turn.
    private const string Known = "SELECT key, id, modified, state, sha256, message_id FROM gcqueue.gc_item WHERE key = ANY ($1)";

    // Lanes first, and in the adders' order, as every other statement does: nobody waits in a circle. A file that a worker has begun to send meanwhile
    // is looked at again after the wait, and stays.
    private const string Remove = """
        WITH held AS MATERIALIZED (
            SELECT l.lane FROM gcqueue.gc_lane l WHERE l.lane IN (SELECT i.lane FROM gcqueue.gc_item i WHERE i.id = ANY ($1)) ORDER BY l.lane FOR UPDATE),
        gone AS (
            DELETE FROM gcqueue.gc_item i USING held WHERE i.lane = held.lane AND i.id = ANY ($1) AND i.state = ANY ($2) RETURNING i.id, i.lane, i.state),
        counted AS (
            UPDATE gcqueue.gc_lane l SET open = greatest(l.open - g.items, 0)
            FROM (SELECT lane, count(*) AS items FROM gone WHERE state IN ('Queued', 'Sending') GROUP BY lane) g WHERE l.lane = g.lane)
        SELECT id FROM gone
        """;

    /// <summary>
    /// Queues items, in their order, all of them or none. Call it again where the answer was lost: what is in already is told as such. From
    /// 1,000 to 5,000 items a call go fastest.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>For each item what became of it.</returns>
    /// <exception cref="QueueException">Away, or refused.</exception>
    public async Task<IReadOnlyList<AddedItem>> AddAsync(IReadOnlyList<QueueItem> items, CancellationToken cancellationToken = default)
    {
        var added = (await database.ReadAsync(Add, row => (Key: row.GetGuid(0), Item: new AddedItem(row.GetInt64(1), true, ItemStates.Queued, row.GetFieldValue<DateTimeOffset>(2), null, null)), [
            Column(items, item => item.Key, NpgsqlDbType.Uuid),
            Column(items, item => item.Client, NpgsqlDbType.Text),
            Column(items, item => item.Lane, NpgsqlDbType.Text),
            Column(items, item => item.Path, NpgsqlDbType.Text),
            Column(items, item => item.Length, NpgsqlDbType.Bigint),
            Column(items, item => item.Modified.UtcDateTime, NpgsqlDbType.TimestampTz),
            Column(items, item => item.SentName, NpgsqlDbType.Text),
            Column(items, item => item.Sha256, NpgsqlDbType.Text),
            Column(items, item => item.Text, NpgsqlDbType.Text),
            Column(items, item => item.Options, NpgsqlDbType.Text),
            Column(items, item => item.Batch, NpgsqlDbType.Text),
        ], cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Key, row => row.Item);

        var there = items.Where(item => !added.ContainsKey(item.Key)).Select(item => item.Key).ToArray();
        var known = there.Length == 0 ? [] : (await database.ReadAsync(Known, ReadKnown, [new() { Value = there }], cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Key, row => row.Item);

        // Taken out between the two statements: such a one is new.
        if (items.Where(item => !added.ContainsKey(item.Key) && !known.ContainsKey(item.Key)).ToList() is { Count: > 0 } gone)
        {
            foreach (var (item, now) in gone.Zip(await AddAsync(gone, cancellationToken).ConfigureAwait(false)))
            {
                added.TryAdd(item.Key, now);
            }
        }

        // The second of two equal keys of one call was not queued.
        var told = new HashSet<Guid>();
        return [.. items.Select(item => !added.TryGetValue(item.Key, out var now) ? known[item.Key] : told.Add(item.Key) ? now : now with { IsQueued = false })];
    }

    /// <summary>Takes items out for good, and forgets their keys: the same file may be queued again.</summary>
    /// <param name="ids">Their numbers.</param>
    /// <param name="states">Only those in one of these states, one of <see cref="ItemStates"/> each.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The numbers of those that are out.</returns>
    /// <exception cref="QueueException">Away, or refused.</exception>
    public async Task<IReadOnlySet<long>> RemoveAsync(IReadOnlyList<long> ids, IReadOnlyList<string> states, CancellationToken cancellationToken = default) =>
        (await database.ReadAsync(Remove, row => row.GetInt64(0), [new() { Value = ids.ToArray() }, new() { Value = states.ToArray() }], cancellationToken).ConfigureAwait(false)).ToHashSet();

    private static (Guid Key, AddedItem Item) ReadKnown(NpgsqlDataReader row) => (row.GetGuid(0), new AddedItem(
        row.GetInt64(1), false, row.GetString(3), row.GetFieldValue<DateTimeOffset>(2), row.IsDBNull(4) ? null : row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5)));

    private static NpgsqlParameter Column<T>(IReadOnlyList<QueueItem> items, Func<QueueItem, T> value, NpgsqlDbType type) =>
        new() { Value = items.Select(value).ToArray(), NpgsqlDbType = type | NpgsqlDbType.Array };
}
