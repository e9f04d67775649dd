namespace GenesysAttachments.Queue.Lanes;

/// <summary>The statements by which a worker works on lanes; each names the trap it answers.</summary>
internal static class LaneStatements
{
    /// <summary>
    /// $1 client, $2 worker, $3 lease, $4 items, $5 settle after. One row a next item; one without lane where nothing is free; one without item
    /// where the lane's count was wrong, which giving it back heals.
    /// Traps: two workers at one lane (row lock, skipped by others); a frozen owner (fence); a queue whose database has changed, or syncs no
    /// more (sound); 500,000 lanes of which most wait (one index range up to now, in order, first row; statement_timestamp because a
    /// volatile clock bounds no index).
    /// What is read of the items is as old as the statement; the intent looks again.
    /// </summary>
    public const string Claim = """
        WITH {sound},
        pick AS (
            SELECT lane FROM gcqueue.gc_lane
            WHERE client = $1 AND open > 0 AND free_at <= statement_timestamp() AND (SELECT ok FROM sound)
            ORDER BY free_at LIMIT 1 FOR UPDATE SKIP LOCKED),
        held AS (
            UPDATE gcqueue.gc_lane l SET owner = $2, fence = l.fence + 1, free_at = clock_timestamp() + $3
            FROM pick WHERE l.lane = pick.lane RETURNING l.lane, l.fence)
        SELECT s.ok, h.lane, h.fence, i.id, i.key, i.client, i.path, i.length, i.modified, i.sent_name, i.sha256, i.text, i.options::text, i.batch, i.attempts,
               i.state = 'Sending', i.media, i.communication, i.intent_at, greatest(i.send_by + $5 - clock_timestamp(), interval '0'),
               i.returns, i.text_state, i.text_leg, i.text_at, greatest(i.text_by + $5 - clock_timestamp(), interval '0')
        FROM sound s
        LEFT JOIN held h ON true
        LEFT JOIN LATERAL (
            SELECT * FROM gcqueue.gc_item WHERE lane = h.lane AND state IN ('Queued', 'Sending') ORDER BY id LIMIT $4) i ON true
        ORDER BY i.id
        """;

    /// <summary>
    /// $1 lanes, $2 fences, $3 worker, $4 lease, $5 host, $6 process, $7 version, $8 clients, $9 sent and $10 failed since the last beat. The lanes
    /// that are still the worker's. Traps: a lane that was lost is not taken back (fence and owner); rows are locked in the adders' order, so that nobody waits in a circle.
    /// </summary>
    public const string Beat = """
        WITH seen AS (
            INSERT INTO gcqueue.gc_worker (id, host, pid, version, clients, sent, failed) VALUES ($3, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (id) DO UPDATE SET seen = clock_timestamp(), clients = excluded.clients, sent = gc_worker.sent + excluded.sent, failed = gc_worker.failed + excluded.failed),
        mine AS MATERIALIZED (
            SELECT l.lane FROM unnest($1::text[], $2::bigint[]) AS g(lane, fence)
            JOIN gcqueue.gc_lane l ON l.lane = g.lane AND l.fence = g.fence AND l.owner = $3
            ORDER BY l.lane FOR UPDATE OF l)
        UPDATE gcqueue.gc_lane l SET free_at = clock_timestamp() + $4 FROM mine WHERE l.lane = mine.lane RETURNING l.lane
        """;

    /// <summary>
    /// $1 items of one message, $2 lane, $3 fence, $4 worker, $5 media, $6 communication, $7 send within, $8 end of the first one's text. Whether the
    /// database is sound, the lane is held, and the intent was written, of all or of none. Traps: a lane taken meanwhile (its row is locked
    /// against a claim until the commit, and looked at again after a wait); an item sent by another (compare and set); order (no earlier open
    /// item, whatever the worker believes: this also makes a lane whose first item is another's intent one that can only be settled); a text
    /// that somebody was at; an answer that was lost, or a request that did not leave (who made the upload may ask again).
    /// </summary>
    public const string Intent = """
        WITH {sound},
        held AS MATERIALIZED (SELECT lane FROM gcqueue.gc_lane WHERE lane = $2 AND owner = $4 AND fence = $3 FOR SHARE),
        fit AS MATERIALIZED (
            SELECT i.id, g.media, CASE g.place WHEN 1 THEN $8 END AS text_state
            FROM held JOIN gcqueue.gc_item i ON i.lane = held.lane
            JOIN unnest($1::bigint[], $5::text[]) WITH ORDINALITY AS g(id, media, place) ON g.id = i.id
            WHERE (SELECT ok FROM sound) AND (i.state = 'Queued' OR i.state = 'Sending' AND i.worker = $4 AND i.media = g.media)
              AND (i.text_state IS DISTINCT FROM 'Sending' OR g.place = 1 AND $8 IS NOT NULL AND i.worker = $4)
              AND NOT EXISTS (SELECT FROM gcqueue.gc_item e WHERE e.lane = $2 AND e.id < i.id AND e.state IN ('Queued', 'Sending') AND e.id <> ALL ($1))
            FOR UPDATE OF i),
        intended AS (
            UPDATE gcqueue.gc_item i
            SET state = 'Sending', media = fit.media, communication = $6, fence = $3, worker = $4, attempts = i.attempts + 1,
                intent_at = clock_timestamp(), send_by = clock_timestamp() + $7, text_state = coalesce(fit.text_state, i.text_state)
            FROM fit WHERE i.id = fit.id AND (SELECT count(*) FROM fit) = cardinality($1)
            RETURNING i.id)
        SELECT (SELECT ok FROM sound), EXISTS (SELECT FROM held), EXISTS (SELECT FROM intended)
        """;

    /// <summary>
    /// $1 item, $2 lane, $3 fence, $4 worker, $5 communication, $6 send within. The same for the text of an item, which goes by a message of its own
    /// before the file's. Trap: a text has no id to be looked for by, so a second try is not begun before the first is settled.
    /// </summary>
    public const string TextIntent = """
        WITH {sound},
        held AS MATERIALIZED (SELECT lane FROM gcqueue.gc_lane WHERE lane = $2 AND owner = $4 AND fence = $3 FOR SHARE),
        intended AS (
            UPDATE gcqueue.gc_item i
            SET text_state = 'Sending', text_leg = $5, worker = $4, text_at = clock_timestamp(), text_by = clock_timestamp() + $6
            FROM held
            WHERE i.id = $1 AND i.lane = held.lane AND i.state = 'Queued' AND (SELECT ok FROM sound)
              AND (i.text_state IS NULL OR i.text_state = 'Sending' AND i.worker = $4)
              AND NOT EXISTS (SELECT FROM gcqueue.gc_item e WHERE e.lane = $2 AND e.id < $1 AND e.state IN ('Queued', 'Sending'))
            RETURNING i.id)
        SELECT (SELECT ok FROM sound), EXISTS (SELECT FROM held), EXISTS (SELECT FROM intended)
        """;

    /// <summary>
    /// $1 item, $2 state, $3 settle after, $4 worker. What became of a text that somebody was at; null: it is known not to have left, which only who
    /// was at it can know. Trap: not finding it says nothing before it can no longer arrive.
    /// </summary>
    public const string SettleText = """
        UPDATE gcqueue.gc_item SET text_state = $2
        WHERE id = $1 AND text_state = 'Sending' AND (worker = $4 OR $2 = 'Sent' OR $2 = 'Unknown' AND text_by + $3 <= clock_timestamp()) RETURNING id
        """;

    /// <summary>
    /// $1 item, $2 media. Trap: only whoever made the media id can know that it did not leave, so only that intent is taken back; one that was settled meanwhile stays settled.
    /// </summary>
    public const string Withdraw = """
        UPDATE gcqueue.gc_item SET state = 'Queued', media = NULL, communication = NULL, worker = NULL, intent_at = NULL, send_by = NULL
        WHERE id = $1 AND state = 'Sending' AND media = $2 RETURNING id
        """;

    /// <summary>$1 item, $2 lane, $3 fence, $4 worker, $5 error id, $6 message. Counts that the lane's owner could not send an item for now.</summary>
    public const string Return = """
        UPDATE gcqueue.gc_item i SET returns = returns + 1, error_id = $5, message = $6
        FROM gcqueue.gc_lane l WHERE i.id = $1 AND i.state = 'Queued' AND l.lane = $2 AND l.owner = $4 AND l.fence = $3 RETURNING i.id
        """;

    /// <summary>
    /// $1 item, $2 media, $3 state, $4 message id, $5 error id, $6 message, $7 worker, $8 settle after, $9 lane, $10 fence, $11 hash. A row where the item is
    /// now as told. Traps: evidence wins, also over Unknown, also where a fail-over lost the intent (no media); Unknown by another worker not
    /// before the file can no longer arrive; without an intent only the lane's owner ends an item; a repeated call finds its own work.
    /// </summary>
    public const string Outcome = """
        UPDATE gcqueue.gc_item SET state = $3, media = coalesce($2, media), message_id = coalesce($4, message_id), error_id = $5, message = $6, sha256 = coalesce($11, sha256),
            done_at = coalesce(done_at, clock_timestamp())
        WHERE id = $1 AND CASE
            WHEN state = $3 THEN media IS NOT DISTINCT FROM $2
            WHEN $3 = 'Sent' THEN media = $2 OR media IS NULL
            WHEN $3 = 'Unknown' THEN state = 'Sending' AND media = $2 AND (worker = $7 OR send_by + $8 <= clock_timestamp())
            WHEN $2 IS NULL THEN state = 'Queued' AND EXISTS (SELECT FROM gcqueue.gc_lane l WHERE l.lane = $9 AND l.owner = $7 AND l.fence = $10)
            ELSE state = 'Sending' AND media = $2 AND (worker = $7 OR $5 = 'MessageRejected')
            END
        RETURNING id
        """;

    /// <summary>
    /// $1 item, $2 media. Opens an item again that nobody knows of, by somebody's explicit will. Traps: one whose end was told meanwhile stays (media);
    /// the lane is locked first, as by all others.
    /// </summary>
    public const string Reopen = """
        WITH held AS MATERIALIZED (SELECT lane FROM gcqueue.gc_lane WHERE lane = (SELECT lane FROM gcqueue.gc_item WHERE id = $1) FOR UPDATE),
        again AS (
            UPDATE gcqueue.gc_item i
            SET state = 'Queued', media = NULL, communication = NULL, fence = NULL, worker = NULL, intent_at = NULL, send_by = NULL, done_at = NULL,
                message_id = NULL, error_id = NULL, message = NULL, returns = 0, text_state = nullif(text_state, 'Unknown')
            FROM held WHERE i.id = $1 AND i.lane = held.lane AND i.state = 'Unknown' AND i.media = $2 RETURNING i.lane)
        UPDATE gcqueue.gc_lane l SET open = l.open + 1 FROM again WHERE l.lane = again.lane RETURNING l.lane
        """;

    /// <summary>$1 item. When it was about to be sent, and how long ago that is, by the database's clock.</summary>
    public const string Age = "SELECT intent_at, clock_timestamp() - intent_at FROM gcqueue.gc_item WHERE id = $1 AND intent_at IS NOT NULL";

    /// <summary>
    /// $1 clients. How long until the next of each client's open lanes may be claimed; no row for a client that has none open. Negative: it may be now, or
    /// somebody is at it this moment.
    /// </summary>
    public const string Next = """
        SELECT c.client, n.free_at - clock_timestamp()
        FROM unnest($1::text[]) AS c(client)
        CROSS JOIN LATERAL (SELECT free_at FROM gcqueue.gc_lane WHERE client = c.client AND open > 0 ORDER BY free_at LIMIT 1) n
        """;

    /// <summary>$1 lane, $2 fence, $3 worker. First half of giving back: waits for adders that are in the middle of it.</summary>
    public const string Lock = "SELECT FROM gcqueue.gc_lane WHERE lane = $1 AND fence = $2 AND owner = $3 FOR UPDATE";

    /// <summary>
    /// $1 lane, $2 fence, $3 worker, $4 pause. Trap: the count is wrong after a worker's death between outcome and this; it is counted, not
    /// calculated. Counted in the same statement as the lock, it would not see what an adder committed while it waited, and a queued file would never be found.
    /// </summary>
    public const string Release = """
        UPDATE gcqueue.gc_lane SET owner = NULL, free_at = clock_timestamp() + $4,
            open = (SELECT count(*) FROM gcqueue.gc_item i WHERE i.lane = $1 AND i.state IN ('Queued', 'Sending'))
        WHERE lane = $1 AND fence = $2 AND owner = $3
        """;
}
