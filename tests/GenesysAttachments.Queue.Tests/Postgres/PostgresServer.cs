using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace GenesysAttachments.Queue.Tests.Postgres;

/// <summary>A PostgreSQL of its own, on loopback, in a folder of its own; begun for a collection of tests and gone with it.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>Who owns the queue: no superuser.</summary>
    public const string Role = "worker";

    /// <summary>That role's password, with the signs that connection strings stumble over.</summary>
    public const string Secret = "pa;ss'w\"ord-4711";

    private readonly string _folder = PostgresPrograms.Folder is null ? "" : PostgresPrograms.MakeFolder();

    // Held open, and held on to: when these tests end, however they do, its input ends, and it stops the server, also one that was being started again.
    private Process? _guard;

    /// <summary>Where it listens.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Its data.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>How the role connects.</summary>
    public string ConnectionString => StringFor(Role, Secret);

    public async Task InitializeAsync()
    {
        // Fixtures are made for skipped tests too.
        if (PostgresPrograms.Folder is null)
        {
            return;
        }

        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, "admin-secret\n");
        await PostgresPrograms.RunAsync(_folder, "initdb", "-D", Data, "-U", "admin", "--auth=scram-sha-256", $"--pwfile={password}", "--no-sync", "--encoding=UTF8", "--locale=C");
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), $"""

            port = {Port.ToString(CultureInfo.InvariantCulture)}
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            shared_buffers = 64MB
            max_connections = 100
            restore_command = 'false'

            """);
        await StartAsync();
        _guard = OperatingSystem.IsWindows() ? null : PostgresPrograms.Start(
            _folder, "/bin/sh", "-c", "cat >/dev/null; sleep 3; \"$1\" -D \"$2\" -m immediate stop", "sh", Path.Combine(PostgresPrograms.Folder, "pg_ctl"), Data);
        await AdminAsync($"CREATE ROLE {Role} LOGIN PASSWORD '{Secret.Replace("'", "''", StringComparison.Ordinal)}'");
        await AdminAsync($"CREATE DATABASE queue OWNER {Role}");
    }

    public async Task DisposeAsync()
    {
        if (_folder.Length > 0)
        {
            NpgsqlConnection.ClearAllPools();
            _guard?.Kill(entireProcessTree: true);
            _guard?.Dispose();
            await StopAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    public Task StartAsync() => PostgresPrograms.RunAsync(_folder, "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "start");

    /// <summary>Ends it at once, as a crash does.</summary>
    public Task StopAsync() => PostgresPrograms.RunAsync(_folder, "pg_ctl", "-D", Data, "-m", "immediate", "stop");

    /// <summary>A crash and the start after it.</summary>
    public Task CrashAsync() => PostgresPrograms.RunAsync(_folder, "pg_ctl", "-D", Data, "-w", "-m", "immediate", "-l", Path.Combine(_folder, "log"), "restart");

    /// <summary>Lets it recover from its own log, after which it goes on with a new timeline.</summary>
    public async Task RecoverAsync()
    {
        await StopAsync();
        var signal = Path.Combine(Data, "recovery.signal");
        await File.WriteAllTextAsync(signal, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(signal, (UnixFileMode)0b110_110_110);
        }

        await StartAsync();
        while (await AdminAsync("SELECT pg_is_in_recovery()") is true)
        {
            await Task.Delay(50);
        }
    }

    /// <summary>Lets it read its settings again.</summary>
    public async Task ReloadAsync()
    {
        await PostgresPrograms.RunAsync(_folder, "pg_ctl", "-D", Data, "reload");
        await Task.Delay(300);
    }

    /// <summary>How somebody connects.</summary>
    public string StringFor(string role, string secret, string database = "queue", int? port = null) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port ?? Port,
        Username = role,
        Password = secret,
        Database = database,
        Timeout = 5,
        CommandTimeout = 10,
    }.ConnectionString;

    /// <summary>Runs a statement as the superuser.</summary>
    public async Task<object?> AdminAsync(string sql, string? database = null)
    {
        await using var connection = new NpgsqlConnection(StringFor("admin", "admin-secret", database ?? (sql.StartsWith("CREATE ", StringComparison.Ordinal) ? "postgres" : "queue")) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A port that nobody has.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
