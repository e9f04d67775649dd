using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Items;
using Npgsql;

namespace GenesysAttachments.Queue.Reading;

/// <summary>Reads how a queue stands, from the views that monitoring reads too.</summary>
/// <param name="database">The queue.</param>
public sealed class QueueReader(QueueDatabase database)
{
    /// <summary>Each client's work. Reads every item: for people and a look a minute, not for workers.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<ClientFacts>> ReadClientsAsync(CancellationToken cancellationToken = default) => await database.ReadAsync(
        """
        SELECT client, queued, sending, sent, unknown, rejected, failed, oldest, done_in_10_minutes, ends_at, minute_limit, paused_until, parked_why, requests, workers,
               coalesce(done_in_10_minutes / (extract(epoch FROM greatest(now() - done_since, interval '5 seconds')) / 60), 0)::float8
        FROM gcqueue.gc_clients ORDER BY client
        """,
        row => new ClientFacts(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6))
        {
            Oldest = Time(row, 7),
            DoneInTenMinutes = row.GetInt64(8),
            EndsAt = Time(row, 9),
            RequestsPerMinute = row.IsDBNull(10) ? null : row.GetInt32(10),
            PausedUntil = Time(row, 11),
            ParkedWhy = Text(row, 12),
            Requests = row.IsDBNull(13) ? null : row.GetInt32(13),
            Workers = row.GetInt64(14),
            DonePerMinute = row.GetDouble(15),
        }, [], cancellationToken).ConfigureAwait(false);

    /// <summary>The workers that were seen of late, the last one first.</summary>
    /// <param name="within">How long ago at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<WorkerFacts>> ReadWorkersAsync(TimeSpan within, CancellationToken cancellationToken = default) => await database.ReadAsync(
        """
        SELECT id, host, pid, version, clients, started, seen, sent, failed, lanes
        FROM gcqueue.gc_workers WHERE seen > now() - $1 ORDER BY seen DESC
        """,
        row => new WorkerFacts(
            row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetFieldValue<string[]>(4),
            row.GetFieldValue<DateTimeOffset>(5), row.GetFieldValue<DateTimeOffset>(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9)),
        [new() { Value = within }], cancellationToken).ConfigureAwait(false);

    /// <summary>A page of items, in the order they were queued in; the next begins after the last one's number, and an empty one is the end.</summary>
    /// <param name="which">Which items.</param>
    /// <param name="after">Number after which the page begins; 0 for the first.</param>
    /// <param name="count">How many items a page has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<StoredItem>> ReadItemsAsync(ItemFilter which, long after, int count = 1000, CancellationToken cancellationToken = default) =>
        await database.ReadAsync(
            $"""
            SELECT id, key, client, lane, path, length, modified, sent_name, sha256, text, options::text, batch,
                   state, media, communication, attempts, added_at, intent_at, done_at, message_id, error_id, message, worker
            FROM gcqueue.gc_item i WHERE i.id > $1 {which.Condition} ORDER BY i.id LIMIT $2
            """,
            row => new StoredItem(
                row.GetInt64(0),
                new QueueItem(row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetFieldValue<DateTimeOffset>(6), row.GetString(7))
                {
                    Sha256 = Text(row, 8), Text = Text(row, 9), Options = Text(row, 10), Batch = Text(row, 11),
                },
                row.GetString(12))
            {
                Media = Text(row, 13),
                Communication = Text(row, 14),
                Attempts = row.GetInt32(15),
                Added = row.GetFieldValue<DateTimeOffset>(16),
                Intended = Time(row, 17),
                Done = Time(row, 18),
                MessageId = Text(row, 19),
                ErrorId = Text(row, 20),
                Message = Text(row, 21),
                Worker = row.IsDBNull(22) ? null : row.GetGuid(22),
            },
            [new() { Value = after }, new() { Value = count }, .. which.Parameters], cancellationToken).ConfigureAwait(false);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
