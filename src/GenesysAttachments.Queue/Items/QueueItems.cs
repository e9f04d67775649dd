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
    private const string Add = """
        WITH turn AS MATERIALIZED (SELECT one FROM gcqueue.gc_meta FOR UPDATE),
        given AS (
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
                WITH ORDINALITY AS g(key, client, lane, path, length, modified, sent_name, sha256, text, options, batch, place)),
        added AS (
            INSERT INTO gcqueue.gc_item (key, client, lane, path, length, modified, sent_name, sha256, text, options, batch)
            SELECT g.key, g.client, g.lane, g.path, g.length, g.modified, g.sent_name, g.sha256, g.text, g.options::jsonb, g.batch
            FROM turn, given g ORDER BY g.place
            ON CONFLICT (key) DO NOTHING
            RETURNING id, key, lane, client),
        lanes AS (
            INSERT INTO gcqueue.gc_lane (lane, client, open)
            SELECT lane, min(client), count(*) FROM added GROUP BY lane ORDER BY lane
            ON CONFLICT (lane) DO UPDATE SET open = gc_lane.open + excluded.open)
        SELECT key FROM added
        """;

    /// <summary>
    /// Queues items, in their order, all of them or none. Call it again where the answer was lost: what is in already is told as such. From
    /// 1,000 to 5,000 items a call go fastest.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>For each item, whether it was queued now; false: its key was there.</returns>
    /// <exception cref="QueueException">Away, or refused.</exception>
    public async Task<IReadOnlyList<bool>> AddAsync(IReadOnlyList<QueueItem> items, CancellationToken cancellationToken = default)
    {
        var added = await database.ReadAsync(Add, row => row.GetGuid(0), [
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
        ], cancellationToken).ConfigureAwait(false);

        // The second of two equal keys of one call was not queued.
        var keys = added.ToHashSet();
        return [.. items.Select(item => keys.Remove(item.Key))];
    }

    private static NpgsqlParameter Column<T>(IReadOnlyList<QueueItem> items, Func<QueueItem, T> value, NpgsqlDbType type) =>
        new() { Value = items.Select(value).ToArray(), NpgsqlDbType = type | NpgsqlDbType.Array };
}
