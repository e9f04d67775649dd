using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Tests.Postgres;
using NpgsqlTypes;

namespace GenesysAttachments.Queue.Tests;

[Collection(SharedServerGroup.Name)]
public sealed class PlanTests(PostgresServer server)
{
    [PostgresFact]
    public async Task A_claim_among_100000_lanes_of_which_most_wait_reads_a_few_pages()
    {
        await using var rig = await Rig.MakeAsync(server);
        await rig.ReadAsync<long>("""
            WITH lanes AS (
                INSERT INTO s.gc_lane (lane, client, open, free_at)
                SELECT 'lane-' || n, 'client-1', 1, now() + CASE WHEN n % 100 = 0 THEN interval '-1 s' ELSE interval '1 hour' END FROM generate_series(1, 100000) n RETURNING 1),
            items AS (
                INSERT INTO s.gc_item (key, client, lane, path, length, modified, sent_name)
                SELECT gen_random_uuid(), 'client-1', 'lane-' || n, '/f', 1, now(), 'f' FROM generate_series(1, 100000) n RETURNING 1)
            SELECT count(*) FROM lanes, (SELECT count(*) FROM items) i
            """);
        await server.AdminAsync($"ANALYZE {rig.Database.Schema.Name}.gc_lane, {rig.Database.Schema.Name}.gc_item");

        var plan = string.Join('\n', await rig.Database.ReadAsync(
            "EXPLAIN (ANALYZE, BUFFERS) " + LaneStatements.Claim.Replace("{sound}", rig.Database.Sound, StringComparison.Ordinal), row => row.GetString(0), [
                new() { Value = Rig.Client }, new() { Value = Guid.NewGuid() }, new() { Value = TimeSpan.FromSeconds(90), NpgsqlDbType = NpgsqlDbType.Interval },
                new() { Value = 10 }, new() { Value = TimeSpan.FromSeconds(60), NpgsqlDbType = NpgsqlDbType.Interval },
            ], default));

        Assert.Matches(@"Index Scan using gc_lane_free on gc_lane[^\n]*actual time=\S+ rows=1(\.00)? ", plan);
        // A bound of the index, not a filter: where nothing is free, the waiting lanes are not read one by one.
        Assert.Matches(@"Index Cond: \(\(client = [^\n]*free_at <= statement_timestamp\(\)", plan);
        Assert.Contains("Index Scan using gc_item_open", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on gc_lane", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on gc_item", plan, StringComparison.Ordinal);
    }
}
