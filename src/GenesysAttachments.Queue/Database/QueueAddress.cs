using System.Globalization;
using GenesysAttachments.Queue.Errors;
using Npgsql;

namespace GenesysAttachments.Queue.Database;

/// <summary>
/// Where a queue's database is and who signs in to it. What is not given is as PostgreSQL's own tools have it: from <c>PGHOST</c>,
/// <c>PGPORT</c>, <c>PGDATABASE</c>, <c>PGUSER</c>, <c>PGPASSWORD</c> and <c>PGSSLMODE</c>. A class and no record: it holds a password.
/// </summary>
/// <param name="read">Reads a variable; null takes the process's environment.</param>
public sealed class QueueAddress(Func<string, string?>? read = null)
{
    /// <summary>The variable that holds a whole connection string.</summary>
    public const string Variable = "GENESYS_QUEUE_CONNECTIONSTRING";

    private readonly Func<string, string?> _read = read ?? Environment.GetEnvironmentVariable;

    /// <summary>Host name, or several with commas between them.</summary>
    public string? Host { get; init; }

    /// <summary>Port.</summary>
    public int? Port { get; init; }

    /// <summary>Database.</summary>
    public string? Database { get; init; }

    /// <summary>Role that signs in.</summary>
    public string? User { get; init; }

    /// <summary>Its password. Only with <see cref="User"/>: a password of the environment is for the user of the environment.</summary>
    public string? Password { get; init; }

    /// <summary>How far TLS is asked for: <c>Disable</c>, <c>Prefer</c>, <c>Require</c>, <c>VerifyCA</c> or <c>VerifyFull</c>.</summary>
    public string? SslMode { get; init; }

    /// <summary>The connection string; holds the password.</summary>
    /// <exception cref="QueueException"><see cref="QueueErrorIds.DatabaseRefused"/>: no host, or a value that cannot be meant.</exception>
    public string ToConnectionString()
    {
        var nothing = Host is null && Port is null && Database is null && User is null && SslMode is null;
        if (nothing && Get(Variable) is { } text)
        {
            return text;
        }

        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = Host ?? Get("PGHOST") ?? throw Refused($"No host of the queue's database was given, and neither {Variable} nor PGHOST is set."),
            Database = Database ?? Get("PGDATABASE"),
            Username = User ?? Get("PGUSER"),
            Password = User is null ? Get("PGPASSWORD") : Password,
        };
        if ((Port ?? PortOfEnvironment()) is { } port)
        {
            builder.Port = port;
        }

        if (SslMode is not null || Get("PGSSLMODE") is not null)
        {
            builder.SslMode = ModeOf(SslMode ?? Get("PGSSLMODE")!);
        }

        return builder.ConnectionString;
    }

    private static SslMode ModeOf(string word) =>
        Enum.TryParse<SslMode>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode) && Enum.IsDefined(mode) ? mode
            : throw Refused($"PGSSLMODE is '{word}', which is none of disable, allow, prefer, require, verify-ca and verify-full.");

    private int? PortOfEnvironment() => Get("PGPORT") is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536 ? port
        : throw Refused($"PGPORT is '{text}', which is no port.");

    private string? Get(string name) => _read(name) is { Length: > 0 } value ? value : null;

    private static QueueException Refused(string message) => new(QueueErrorIds.DatabaseRefused, message);
}
