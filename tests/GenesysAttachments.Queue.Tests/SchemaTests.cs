using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Tests.Postgres;

namespace GenesysAttachments.Queue.Tests;

[Collection(SharedServerGroup.Name)]
public sealed class SchemaTests(PostgresServer server)
{
    [PostgresFact]
    public async Task A_queue_is_made_twice_without_loss_and_by_several_at_once()
    {
        var schema = Rig.NewSchema();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => QueueDatabase.InitializeAsync(server.ConnectionString, schema)));
        await server.AdminAsync($"INSERT INTO {schema.Name}.gc_quota VALUES ('a', 300, 6)");

        await QueueDatabase.InitializeAsync(server.ConnectionString, schema);

        Assert.Equal(1L, await server.AdminAsync($"SELECT count(*) FROM {schema.Name}.gc_quota"));
        Assert.Equal(1L, await server.AdminAsync($"SELECT count(*) FROM {schema.Name}.gc_meta"));
    }

    [PostgresFact]
    public async Task The_printed_text_makes_the_same_queue_in_psql()
    {
        var schema = Rig.NewSchema();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, schema.ToSql());
        for (var time = 0; time < 2; time++)
        {
            await PostgresPrograms.RunAsync("/", "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, $"postgresql://{PostgresServer.Role}:{Uri.EscapeDataString(PostgresServer.Secret)}@127.0.0.1:{server.Port}/queue");
        }

        File.Delete(file);
        await using var database = await QueueDatabase.OpenAsync(server.ConnectionString, schema);

        Assert.StartsWith("1", database.ServerVersion, StringComparison.Ordinal);
        Assert.Equal(["cluster", "timeline", "database and table"], database.ComparedBy);
    }

    [PostgresFact]
    public async Task A_role_that_may_make_no_schema_uses_one_that_was_made_for_it()
    {
        var schema = Rig.NewSchema();
        await server.AdminAsync("CREATE ROLE guest LOGIN PASSWORD 'guest'");
        await server.AdminAsync($"SET ROLE {PostgresServer.Role}; CREATE SCHEMA {schema.Name}; RESET ROLE; GRANT USAGE, CREATE ON SCHEMA {schema.Name} TO guest", "queue");
        var guest = server.StringFor("guest", "guest");

        await QueueDatabase.InitializeAsync(guest, schema);
        await using var database = await QueueDatabase.OpenAsync(guest, schema);

        var refused = await Assert.ThrowsAsync<QueueException>(() => QueueDatabase.InitializeAsync(guest, Rig.NewSchema()));
        Assert.Equal((QueueErrorIds.DatabaseRefused, false), (refused.Id, refused.CanRetry));
    }

    [PostgresFact]
    public async Task Another_version_and_no_queue_at_all_are_refused()
    {
        var schema = Rig.NewSchema();
        var none = await Assert.ThrowsAsync<QueueException>(() => QueueDatabase.OpenAsync(server.ConnectionString, schema));
        await QueueDatabase.InitializeAsync(server.ConnectionString, schema);
        await server.AdminAsync($"UPDATE {schema.Name}.gc_meta SET schema_version = 2");
        var newer = await Assert.ThrowsAsync<QueueException>(() => QueueDatabase.OpenAsync(server.ConnectionString, schema));
        await server.AdminAsync($"UPDATE {schema.Name}.gc_meta SET schema_version = 0");
        var older = await Assert.ThrowsAsync<QueueException>(() => QueueDatabase.OpenAsync(server.ConnectionString, schema));
        await QueueDatabase.InitializeAsync(server.ConnectionString, schema);
        await (await QueueDatabase.OpenAsync(server.ConnectionString, schema)).DisposeAsync();
        await server.AdminAsync($"UPDATE {schema.Name}.gc_meta SET schema_version = 2");
        var initialized = await Assert.ThrowsAsync<QueueException>(() => QueueDatabase.InitializeAsync(server.ConnectionString, schema));

        Assert.Contains("Initialize it", none.Message, StringComparison.Ordinal);
        Assert.Contains("Update the program", newer.Message, StringComparison.Ordinal);
        Assert.Contains("Initialize it again", older.Message, StringComparison.Ordinal);
        Assert.All([none, newer, older, initialized], refused => Assert.Equal((QueueErrorIds.SchemaUnfit, false), (refused.Id, refused.CanRetry)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Queue")]
    [InlineData("1a")]
    [InlineData("a\"; DROP TABLE x; --")]
    public void A_schema_s_name_is_letters_and_nothing_that_speaks_sql(string name) =>
        Assert.Equal(QueueErrorIds.SchemaUnfit, Assert.Throws<QueueException>(() => new QueueSchema(name)).Id);
}
