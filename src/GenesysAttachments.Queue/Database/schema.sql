-- The queue's tables, views and version, in a schema of their own. Can be run again; needs no superuser, only CREATE in the database (or an
-- existing schema that the role may create in). One transaction: all of it, or nothing.

-- Two that run it at once would meet in the catalog: the second waits.
SELECT pg_advisory_xact_lock(hashtext('gcqueue schema'));

-- CREATE SCHEMA IF NOT EXISTS wants the right to create one even where it exists.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'gcqueue') THEN
        CREATE SCHEMA gcqueue;
    END IF;
END
$$;

-- One row: what this is, and which database it was when work was last agreed to. Null: nobody who could read it has opened it yet.
CREATE TABLE IF NOT EXISTS gcqueue.gc_meta (
    one            boolean PRIMARY KEY DEFAULT true CHECK (one),
    schema_version integer NOT NULL,
    cluster        text,
    timeline       text,
    home           text
);

-- One row a file: work and ledger. Order within a lane is that of id. text_state is about a text that goes by a message of its own, right
-- before the file's: null before it is begun. returns counts how often the file was given back because it could not be sent for now.
CREATE TABLE IF NOT EXISTS gcqueue.gc_item (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key           uuid NOT NULL UNIQUE,
    batch         text,
    client        text NOT NULL,
    lane          text NOT NULL,
    path          text NOT NULL,
    length        bigint NOT NULL,
    modified      timestamptz NOT NULL,
    sha256        text,
    sent_name     text NOT NULL,
    text          text,
    options       jsonb,
    text_state    text CHECK (text_state IN ('Sending', 'Sent', 'Unknown')),
    text_leg      text,
    text_at       timestamptz,
    text_by       timestamptz,
    state         text NOT NULL DEFAULT 'Queued' CHECK (state IN ('Queued', 'Sending', 'Sent', 'Unknown', 'Rejected', 'Failed')),
    media         text,
    communication text,
    fence         bigint,
    worker        uuid,
    attempts      integer NOT NULL DEFAULT 0,
    returns       integer NOT NULL DEFAULT 0,
    added_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    intent_at     timestamptz,
    send_by       timestamptz,
    done_at       timestamptz,
    message_id    text,
    error_id      text,
    message       text
);

CREATE INDEX IF NOT EXISTS gc_item_open ON gcqueue.gc_item (lane, id) WHERE state IN ('Queued', 'Sending');
CREATE INDEX IF NOT EXISTS gc_item_wrong ON gcqueue.gc_item (id) WHERE state IN ('Unknown', 'Rejected', 'Failed');
CREATE INDEX IF NOT EXISTS gc_item_done ON gcqueue.gc_item (done_at) WHERE done_at IS NOT NULL;

-- One row a conversation of a client. free_at is when it may be claimed: the end of its lease, or of its wait.
CREATE TABLE IF NOT EXISTS gcqueue.gc_lane (
    lane    text PRIMARY KEY,
    client  text NOT NULL,
    open    bigint NOT NULL,
    owner   uuid,
    fence   bigint NOT NULL DEFAULT 0,
    free_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX IF NOT EXISTS gc_lane_free ON gcqueue.gc_lane (client, free_at) WHERE open > 0;

-- One row a client: its pace. booked_to is how far ahead its requests are given away; booked counts those of the minute, booked_before those of
-- the minute before it.
CREATE TABLE IF NOT EXISTS gcqueue.gc_quota (
    client       text PRIMARY KEY,
    minute_limit integer NOT NULL,
    burst        integer NOT NULL CHECK (burst BETWEEN 1 AND minute_limit - 1),
    booked_to    timestamptz NOT NULL DEFAULT '-infinity',
    paused_until timestamptz NOT NULL DEFAULT '-infinity',
    parked_until timestamptz NOT NULL DEFAULT '-infinity',
    parked_why   text,
    minute       timestamptz NOT NULL DEFAULT '-infinity',
    booked       integer NOT NULL DEFAULT 0,
    booked_before integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- One row a worker that was ever seen.
CREATE TABLE IF NOT EXISTS gcqueue.gc_worker (
    id      uuid PRIMARY KEY,
    host    text NOT NULL,
    pid     integer NOT NULL,
    version text NOT NULL,
    clients text[] NOT NULL,
    started timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen    timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent    bigint NOT NULL DEFAULT 0,
    failed  bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE OR REPLACE VIEW gcqueue.gc_counts AS
SELECT client, state, count(*) AS items, min(added_at) AS oldest
FROM gcqueue.gc_item
GROUP BY client, state;

-- ends_at goes on as the last ten minutes went, from the first end in them (done_since): a run may have begun in between. Null where nothing was
-- done in them, or nothing is open. requests is what was booked in the last
-- 60 seconds: of the minute before, its later part counts.
CREATE OR REPLACE VIEW gcqueue.gc_clients AS
SELECT client, coalesce(c.queued, 0) AS queued, coalesce(c.sending, 0) AS sending, coalesce(c.sent, 0) AS sent, coalesce(c.unknown, 0) AS unknown,
       coalesce(c.rejected, 0) AS rejected, coalesce(c.failed, 0) AS failed, c.oldest, coalesce(d.done, 0) AS done_in_10_minutes,
       now() + greatest(now() - d.since, interval '5 seconds') * ((c.queued + c.sending)::float8 / nullif(d.done, 0)) * nullif((c.queued + c.sending > 0)::int, 0) AS ends_at,
       q.minute_limit, nullif(greatest(q.paused_until, q.parked_until, now()), now()) AS paused_until,
       CASE WHEN q.parked_until > now() THEN q.parked_why END AS parked_why,
       round(CASE q.minute
             WHEN date_trunc('minute', now()) THEN q.booked + q.booked_before * (1 - extract(second FROM now()) / 60)
             WHEN date_trunc('minute', now()) - interval '1 minute' THEN q.booked * (1 - extract(second FROM now()) / 60)
             ELSE 0 END)::integer AS requests,
       (SELECT count(*) FROM gcqueue.gc_worker w WHERE client = ANY (w.clients) AND w.seen > now() - interval '2 minutes') AS workers,
       d.since AS done_since
FROM (SELECT client,
             coalesce(sum(items) FILTER (WHERE state = 'Queued'), 0)::bigint AS queued,
             coalesce(sum(items) FILTER (WHERE state = 'Sending'), 0)::bigint AS sending,
             coalesce(sum(items) FILTER (WHERE state = 'Sent'), 0)::bigint AS sent,
             coalesce(sum(items) FILTER (WHERE state = 'Unknown'), 0)::bigint AS unknown,
             coalesce(sum(items) FILTER (WHERE state = 'Rejected'), 0)::bigint AS rejected,
             coalesce(sum(items) FILTER (WHERE state = 'Failed'), 0)::bigint AS failed,
             min(oldest) FILTER (WHERE state IN ('Queued', 'Sending')) AS oldest
      FROM gcqueue.gc_counts GROUP BY client) c
FULL JOIN gcqueue.gc_quota q USING (client)
LEFT JOIN (SELECT client, count(*) AS done, min(done_at) AS since FROM gcqueue.gc_item WHERE done_at > now() - interval '10 minutes' GROUP BY client) d USING (client);

CREATE OR REPLACE VIEW gcqueue.gc_workers AS
SELECT w.id, w.host, w.pid, w.version, w.clients, w.started, w.seen, w.sent, w.failed,
       (SELECT count(*) FROM gcqueue.gc_lane l WHERE l.open > 0 AND l.client = ANY (w.clients) AND l.owner = w.id AND l.free_at > now()) AS lanes
FROM gcqueue.gc_worker w;

INSERT INTO gcqueue.gc_meta AS m (schema_version) VALUES (1) ON CONFLICT (one) DO UPDATE SET schema_version = 1 WHERE m.schema_version < 1;
