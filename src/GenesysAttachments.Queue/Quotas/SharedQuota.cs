using GenesysAttachments.Queue.Database;
using Npgsql;
using NpgsqlTypes;

namespace GenesysAttachments.Queue.Quotas;

/// <summary>
/// The pace of clients that many machines share. A client may make <c>burst</c> requests at once, and (limit − burst) in 60.5 s: in any minute of
/// the platform's, however it lies, never more than the limit, though a request leaves up to half a second after its time. All times are
/// the database's; a worker's own clock changes nothing.
/// </summary>
/// <param name="database">The queue.</param>
public sealed class SharedQuota(QueueDatabase database)
{
    /// <summary>A pause longer than this is a park: to be told to a person, not waited for.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(180);

    // Nothing is given away further ahead than this, so that a pause reaches those who wait.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(5);

    // Traps: the row is read under its lock, the clock after it, or two that wait for each other book the same moment; what is parked or too
    // far ahead is not booked at all, or a stopped client would find its pace used up by nobody.
    private const string Book = """
        WITH row AS MATERIALIZED (SELECT * FROM gcqueue.gc_quota WHERE client = $1 FOR UPDATE),
        now AS MATERIALIZED (
            SELECT row.*, clock_timestamp() AS t, least($2, burst) AS n, interval '60.5 s' / (minute_limit - burst)::float8 AS per FROM row),
        booking AS MATERIALIZED (
            SELECT client, t, n, parked_until, parked_why, greatest(booked_to, paused_until, t) + n * per AS booked_to,
                   greatest(t, paused_until, greatest(booked_to, paused_until, t) + n * per - burst * per) AS go
            FROM now),
        booked AS (
            UPDATE gcqueue.gc_quota q
            SET booked_to = b.booked_to, minute = date_trunc('minute', b.t),
                booked = CASE q.minute WHEN date_trunc('minute', b.t) THEN q.booked ELSE 0 END + b.n,
                booked_before = CASE q.minute WHEN date_trunc('minute', b.t) THEN q.booked_before WHEN date_trunc('minute', b.t) - interval '1 minute' THEN q.booked ELSE 0 END
            FROM booking b
            WHERE q.client = b.client AND b.parked_until <= b.t AND b.go - b.t <= $3 RETURNING q.client)
        SELECT EXISTS (SELECT FROM booked), n, go - t, CASE WHEN parked_until > t THEN parked_until - t END, parked_why FROM booking
        """;

    // A pause only ever gets longer: the shorter of two answers that cross is the older one.
    private const string Pause = """
        UPDATE gcqueue.gc_quota
        SET paused_until = CASE WHEN $3 THEN paused_until ELSE greatest(paused_until, clock_timestamp() + $2) END,
            parked_until = CASE WHEN $3 THEN greatest(parked_until, clock_timestamp() + $2) ELSE parked_until END,
            parked_why = CASE WHEN $3 THEN $4 ELSE parked_why END
        WHERE client = $1
        """;

    private const string Limit = """
        INSERT INTO gcqueue.gc_quota (client, minute_limit, burst) VALUES ($1, $2, $3)
        ON CONFLICT (client) DO UPDATE SET minute_limit = excluded.minute_limit, burst = excluded.burst
        """;

    private const string Ensure = "INSERT INTO gcqueue.gc_quota (client, minute_limit, burst) VALUES ($1, $2, $3) ON CONFLICT (client) DO NOTHING";

    /// <summary>How many requests may go at once unless told otherwise; so many leave 98 % of 300 to be used.</summary>
    public const int DefaultBurst = 4;

    /// <summary>Says what a client may do; what is booked stays booked.</summary>
    /// <param name="client">The client.</param>
    /// <param name="requestsPerMinute">The platform's limit.</param>
    /// <param name="burst">How many of them may go at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task SetLimitAsync(string client, int requestsPerMinute, int burst = DefaultBurst, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(requestsPerMinute, burst);
        return database.ReadAsync(Limit, _ => 0, [new() { Value = client }, new() { Value = requestsPerMinute }, new() { Value = burst }], cancellationToken);
    }

    /// <summary>The same for a client of which nobody has said it yet.</summary>
    /// <param name="client">The client.</param>
    /// <param name="requestsPerMinute">The platform's limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task EnsureLimitAsync(string client, int requestsPerMinute, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(requestsPerMinute, 1);
        return database.ReadAsync(Ensure, _ => 0, [new() { Value = client }, new() { Value = requestsPerMinute }, new() { Value = Math.Min(DefaultBurst, requestsPerMinute - 1) }], cancellationToken);
    }

    /// <summary>Books requests, right before they are made.</summary>
    /// <param name="client">A client whose limit was set.</param>
    /// <param name="requests">How many; no more than the burst are given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<QuotaBooking> BookAsync(string client, int requests = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        var asked = database.Time.GetTimestamp();
        var rows = await database.ReadAsync(
            Book,
            row => new QuotaBooking(database.Time, asked, row.GetBoolean(0), row.GetInt32(1), row.GetTimeSpan(2))
            {
                ParkedFor = row.IsDBNull(3) ? null : row.GetTimeSpan(3),
                ParkedWhy = row.IsDBNull(3) || row.IsDBNull(4) ? null : row.GetString(4),
            },
            [new() { Value = client }, new() { Value = requests }, Interval(Ahead)], cancellationToken).ConfigureAwait(false);
        return rows is [var booking] ? booking : throw new ArgumentException("No limit was set for this client.", nameof(client));
    }

    /// <summary>Stops a client's requests for everybody who shares its pace, from the next booking on; what was booked is at most 5 s ahead.</summary>
    /// <param name="client">The client.</param>
    /// <param name="wait">As long as the platform said; more than <see cref="LongestPause"/> parks it.</param>
    /// <param name="why">For people.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task PauseAsync(string client, TimeSpan wait, string why, CancellationToken cancellationToken = default) =>
        database.ReadAsync(Pause, _ => 0, [new() { Value = client }, Interval(wait), new() { Value = wait > LongestPause }, new() { Value = why }], cancellationToken);

    /// <summary>Ends a client's pause or park: somebody knows that the platform takes its requests again.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was stopped.</returns>
    public async Task<bool> ResumeAsync(string client, CancellationToken cancellationToken = default) => (await database.ReadAsync(
        """
        UPDATE gcqueue.gc_quota SET paused_until = '-infinity', parked_until = '-infinity', parked_why = NULL
        WHERE client = $1 AND greatest(paused_until, parked_until) > clock_timestamp() RETURNING client
        """,
        _ => 0, [new() { Value = client }], cancellationToken).ConfigureAwait(false)).Count == 1;

    private static NpgsqlParameter Interval(TimeSpan value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Interval };
}
