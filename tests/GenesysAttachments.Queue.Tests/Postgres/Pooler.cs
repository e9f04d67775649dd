using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace GenesysAttachments.Queue.Tests.Postgres;

/// <summary>A pgbouncer before a server, which lends a connection for a transaction: two of them serve everybody.</summary>
internal sealed class Pooler : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;

    private Pooler(string folder, Process process, string connectionString) => (_folder, _process, ConnectionString) = (folder, process, connectionString);

    public string ConnectionString { get; }

    public static async Task<Pooler> StartAsync(PostgresServer server)
    {
        var folder = PostgresPrograms.MakeFolder();
        var port = PostgresServer.FreePort();
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"\"{PostgresServer.Role}\" \"{PostgresServer.Secret.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            queue = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {Path.Combine(folder, "users")}
            pool_mode = transaction
            default_pool_size = 2

            """));
        var pooler = new Pooler(folder, PostgresPrograms.Start(folder, PostgresPrograms.Pooler!, settings), server.StringFor(PostgresServer.Role, PostgresServer.Secret, port: port));
        for (var attempt = 0; ; attempt++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", port);
                return pooler;
            }
            catch (SocketException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
