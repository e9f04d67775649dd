using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Quotas;
using GenesysAttachments.Queue.Tests.Postgres;

namespace GenesysAttachments.Queue.Tests;

/// <summary>A queue in a new schema, and what is often done with one.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const string Client = "client-1";

    private static int _count;
    private readonly PostgresServer _server;

    private Rig(PostgresServer server, QueueDatabase database)
    {
        (_server, Database) = (server, database);
        Items = new QueueItems(database);
        Quota = new SharedQuota(database);
    }

    public QueueDatabase Database { get; }

    public QueueItems Items { get; }

    public SharedQuota Quota { get; }

    public static async Task<Rig> MakeAsync(PostgresServer server, QueueTimes? times = null, string? connectionString = null)
    {
        var schema = NewSchema();
        await QueueDatabase.InitializeAsync(server.ConnectionString, schema);
        return new Rig(server, await QueueDatabase.OpenAsync(connectionString ?? server.ConnectionString, schema, times));
    }

    public static QueueSchema NewSchema() => new($"t{Interlocked.Increment(ref _count)}");

    public static QueueItem Item(string lane, int number, string client = Client) =>
        new(Guid.NewGuid(), client, lane, $"/files/{number}.pdf", 1000 + number, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), $"{number}.pdf");

    public async Task<QueueItem[]> AddAsync(string lane, int count)
    {
        var items = Enumerable.Range(0, count).Select(number => Item(lane, number)).ToArray();
        Assert.All(await Items.AddAsync(items), item => Assert.True(item.IsQueued));
        return items;
    }

    public LaneWork NewWork() => new(Database, Worker.Here([Client]));

    /// <summary>Claims what must be there.</summary>
    public static async Task<LaneClaim> ClaimAsync(LaneWork work)
    {
        var claim = await work.ClaimAsync(Client);
        Assert.NotNull(claim);
        return claim;
    }

    /// <summary>Lets every lease end, as time would.</summary>
    public Task EndLeasesAsync() => _server.AdminAsync($"UPDATE {Database.Schema.Name}.gc_lane SET free_at = clock_timestamp() - interval '1 s'");

    /// <summary>Lets time pass for an intent.</summary>
    public Task AgeIntentsAsync() => _server.AdminAsync($"UPDATE {Database.Schema.Name}.gc_item SET send_by = clock_timestamp() - interval '1 hour' WHERE send_by IS NOT NULL");

    /// <summary>One value, as the superuser sees it; the schema's tables are written <c>s.</c></summary>
    public async Task<T> ReadAsync<T>(string sql) => (T)(await _server.AdminAsync(sql.Replace("s.gc_", Database.Schema.Name + ".gc_", StringComparison.Ordinal)))!;

    public async Task<string> StateAsync(QueueItem item) => await ReadAsync<string>($"SELECT state FROM s.gc_item WHERE key = '{item.Key}'");

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
