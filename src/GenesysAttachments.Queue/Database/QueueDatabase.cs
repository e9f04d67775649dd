using GenesysAttachments.Queue.Errors;
using Npgsql;

namespace GenesysAttachments.Queue.Database;

/// <summary>
/// A queue that was opened, and the only door to its database: one call is one statement or one batch, one transaction, one round trip. No
/// session state is relied on, so that a pooler may lend each call another connection. Safe for use by many threads.
/// </summary>
public sealed class QueueDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly string? _secret;
    private DatabaseIdentity _identity = new(null, null);

    private QueueDatabase(Connection connection, QueueSchema schema, QueueTimes times, TimeProvider time) =>
        (_source, _secret, Place, Schema, Times, Time) = (connection.Source, connection.Secret, connection.Place, schema, times, time);

    /// <summary>Where its database is.</summary>
    public QueuePlace Place { get; private set; }

    /// <summary>The role it works as, as the server says it.</summary>
    public string Role { get; private set; } = "";

    /// <summary>Where its tables are.</summary>
    public QueueSchema Schema { get; }

    /// <summary>How long things hold.</summary>
    public QueueTimes Times { get; }

    /// <summary>The server's version, as it says it.</summary>
    public string ServerVersion { get; private set; } = "";

    /// <summary>By what a changed database is known, in words; a role that may not read the cluster's number or the timeline has fewer.</summary>
    public IReadOnlyList<string> ComparedBy => _identity.Parts;

    internal TimeProvider Time { get; }

    /// <summary>Makes the queue's tables, or brings them up to date. Can be run again; all of it is done, or nothing.</summary>
    /// <param name="connectionString">Host, database, user and the rest, as Npgsql writes it.</param>
    /// <param name="schema">Where; made if the role may.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueException">Unfit, refused or away.</exception>
    public static async Task InitializeAsync(string connectionString, QueueSchema schema, CancellationToken cancellationToken = default)
    {
        var database = new QueueDatabase(Connection.Of(connectionString), schema, new QueueTimes(), TimeProvider.System);
        await using var disposal = database.ConfigureAwait(false);
        if (await database.CheckServerAsync(cancellationToken).ConfigureAwait(false))
        {
            await database.CheckSchemaAsync(cancellationToken).ConfigureAwait(false);
        }

        await database.AskAsync(
            async connection =>
            {
                // Statements of one batch are one transaction; the driver splits the text.
                var command = new NpgsqlCommand(schema.Script(), connection);
                await using var end = command.ConfigureAwait(false);
                return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a queue. One whose database has changed opens too, to be looked at; but nobody claims in it.</summary>
    /// <param name="connectionString">Host, database, user and the rest, as Npgsql writes it.</param>
    /// <param name="schema">Where it lives.</param>
    /// <param name="times">How long things hold; null takes the defaults, which all workers of a queue should.</param>
    /// <param name="time">Clock for what a worker measures itself; null takes the system's. The queue's own times are the database's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueException">Unfit, refused or away.</exception>
    public static async Task<QueueDatabase> OpenAsync(
        string connectionString, QueueSchema schema, QueueTimes? times = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var database = new QueueDatabase(Connection.Of(connectionString), schema, times ?? new QueueTimes(), time ?? TimeProvider.System);
        try
        {
            if (!await database.CheckServerAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new QueueException(QueueErrorIds.SchemaUnfit, $"There is no queue in the schema '{schema.Name}'. Initialize it, or name the schema it is in.");
            }

            var (found, isStamped) = await database.CheckSchemaAsync(cancellationToken).ConfigureAwait(false);
            if (found < QueueSchema.Version)
            {
                throw new QueueException(QueueErrorIds.SchemaUnfit, $"The queue in the schema '{schema.Name}' is of version {found}; this program wants {QueueSchema.Version}. Initialize it again, which brings it up to date and loses nothing.");
            }

            database._identity = await database.IdentifyAsync(cancellationToken).ConfigureAwait(false);
            if (!isStamped)
            {
                // Not asked for in vain: a role that only looks may not write.
                await database.ReadAsync(database._identity.Stamp, _ => 0, [], cancellationToken).ConfigureAwait(false);
            }

            return database;
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Agrees to the database as it is now, after a fail-over, a restore or a copy: workers claim again. What was sent between the state it came
    /// back with and its end is not in it; files that are <c>Queued</c> may have gone. To be done by a role that can read as much of
    /// <see cref="ComparedBy"/> as the workers: what it cannot read is compared no more.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueException">Away.</exception>
    public Task AcceptAsync(CancellationToken cancellationToken = default) => ReadAsync(_identity.Accept, _ => 0, [], cancellationToken);

    /// <summary>Says in words why work must not go on, where it must not.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueException"><see cref="QueueErrorIds.DatabaseUnfit"/>, <see cref="QueueErrorIds.DatabaseChanged"/>, or away.</exception>
    public async Task EnsureSoundAsync(CancellationToken cancellationToken = default)
    {
        await CheckServerAsync(cancellationToken).ConfigureAwait(false);
        var same = await ReadAsync($"SELECT {_identity.Condition} FROM gcqueue.gc_meta m", row => row.GetBoolean(0), [], cancellationToken).ConfigureAwait(false);
        if (same is not [true])
        {
            throw new QueueException(QueueErrorIds.DatabaseChanged,
                "The queue's database is not the one its work was agreed for: it failed over, was restored, or is a copy. What was sent last may be missing in it, and would be sent again. "
                + "Look into what is queued, then agree to this database; until then nobody claims.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>A common table expression, <c>sound(ok)</c>: whether the server still syncs and is the database that work was agreed for.</summary>
    internal string Sound => $"sound AS MATERIALIZED (SELECT coalesce((SELECT {Fitness.Condition} AND {_identity.Condition} FROM gcqueue.gc_meta m), false) AS ok)";

    /// <summary>Runs one statement and reads its rows.</summary>
    internal Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> row, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        AskAsync(
            async connection =>
            {
                var command = new NpgsqlCommand(Schema.Of(sql), connection);
                await using var endOfCommand = command.ConfigureAwait(false);
                command.Parameters.AddRange(parameters);
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using var endOfReader = reader.ConfigureAwait(false);
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(row(reader));
                }

                return rows;
            },
            cancellationToken);

    /// <summary>
    /// Runs statements as one transaction in one round trip. Each sees what was committed before it began, so that the second sees all that
    /// happened before the first got its lock. Answers the last one's count of rows.
    /// </summary>
    internal Task<int> RunAsync((string Sql, NpgsqlParameter[] Parameters)[] statements, CancellationToken cancellationToken) =>
        AskAsync(
            async connection =>
            {
                var batch = new NpgsqlBatch(connection);
                await using var end = batch.ConfigureAwait(false);
                foreach (var (sql, parameters) in statements)
                {
                    var command = new NpgsqlBatchCommand(Schema.Of(sql));
                    command.Parameters.AddRange(parameters);
                    batch.BatchCommands.Add(command);
                }

                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return (int)batch.BatchCommands[^1].Rows;
            },
            cancellationToken);

    private async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> question, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using var end = connection.ConfigureAwait(false);
            return await question(connection).ConfigureAwait(false);
        }
        catch (Exception exception) when (Failures.IsOurs(exception))
        {
            var failure = Failures.Of(exception, _secret);
            if (failure.SqlState is null or "57P01" or "57P02")
            {
                // The others that lie idle are as dead as this one.
                _source.Clear();
            }

            throw failure;
        }
    }

    // The driver does not hear a stop while it waits for the first byte of a server: that wait is left behind, and ends by the driver's own limit.
    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var opening = _source.OpenConnectionAsync(cancellationToken).AsTask();
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(static late => late.Exception is null && late.IsCompletedSuccessfully ? late.Result.DisposeAsync().AsTask() : Task.CompletedTask, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    private async Task<bool> CheckServerAsync(CancellationToken cancellationToken)
    {
        var (number, version, fsync, commit, isolation, exists, role, name) = (await ReadAsync(
            Fitness.Question, row => (row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5), row.GetString(6), row.GetString(7)),
            [new() { Value = Schema.Name }], cancellationToken).ConfigureAwait(false))[0];
        Fitness.Check(number, version, fsync, commit, isolation);
        (ServerVersion, Role, Place) = (version, role, Place with { Database = name });
        return exists;
    }

    // The version found, and whether the database it was agreed for is written down.
    private async Task<(int Version, bool IsStamped)> CheckSchemaAsync(CancellationToken cancellationToken)
    {
        var (found, isStamped) = (await ReadAsync("SELECT schema_version, home IS NOT NULL FROM gcqueue.gc_meta", row => (row.GetInt32(0), row.GetBoolean(1)), [], cancellationToken).ConfigureAwait(false)).Single();
        return found <= QueueSchema.Version ? (found, isStamped)
            : throw new QueueException(QueueErrorIds.SchemaUnfit, $"The queue in the schema '{Schema.Name}' is of version {found}; this program knows {QueueSchema.Version}. Update the program on this machine.");
    }

    private async Task<DatabaseIdentity> IdentifyAsync(CancellationToken cancellationToken)
    {
        string? timeline = null;
        foreach (var sql in DatabaseIdentity.OfTimeline)
        {
            timeline ??= await CanReadAsync(sql, cancellationToken).ConfigureAwait(false) ? sql : null;
        }

        return new DatabaseIdentity(await CanReadAsync(DatabaseIdentity.OfCluster, cancellationToken).ConfigureAwait(false) ? DatabaseIdentity.OfCluster : null, timeline);
    }

    // Hosted servers take these functions away, or have them only in name.
    private async Task<bool> CanReadAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync($"SELECT {sql}", row => row.GetString(0), [], cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (QueueException refused) when (refused.SqlState is "42501" or "42883" or "0A000")
        {
            return false;
        }
    }
}
