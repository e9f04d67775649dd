using GenesysAttachments.Queue.Database;
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
        SELECT client, queued, sending, sent, unknown, rejected, failed, oldest, done_in_10_minutes, ends_at, minute_limit, paused_until, parked_why
        FROM gcqueue.gc_clients ORDER BY client
        """,
        row => new ClientFacts(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6))
        {
            Oldest = Time(row, 7),
            DoneInTenMinutes = row.GetInt64(8),
            EndsAt = Time(row, 9),
            RequestsPerMinute = row.IsDBNull(10) ? null : row.GetInt32(10),
            PausedUntil = Time(row, 11),
            ParkedWhy = row.IsDBNull(12) ? null : row.GetString(12),
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

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
