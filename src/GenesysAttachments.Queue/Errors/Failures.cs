using Npgsql;

namespace GenesysAttachments.Queue.Errors;

/// <summary>
/// What the driver throws, as the queue's one exception. The driver's own is not kept: it is the one place where a server's words, which may
/// repeat what they were sent, would pass unseen.
/// </summary>
internal static class Failures
{
    // By class or whole code. 55000 and 25006: a standby; 57: shut down, starting, cancelled; 53: too many connections, disk full; 08: a pooler without a server.
    private static readonly string[] Passing = ["08", "40001", "40P01", "53", "55000", "55P03", "57", "25006"];

    private static readonly string[] Refusals = ["28", "42501", "3D000"];

    /// <summary>Whether an exception is the driver's to tell of.</summary>
    public static bool IsOurs(Exception exception) => exception is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException;

    /// <summary>Says it in words, without the secret.</summary>
    public static QueueException Of(Exception exception, string? secret)
    {
        if (exception is PostgresException { SqlState: var code } told)
        {
            var words = Masked(told.MessageText, secret);
            return Passing.Any(code.StartsWith)
                ? new QueueException(QueueErrorIds.DatabaseAway, $"The queue's database cannot do it now: {words}. Nothing was half done; try again in a moment.", canRetry: true, code)
                : Refusals.Any(code.StartsWith)
                    ? new QueueException(QueueErrorIds.DatabaseRefused, $"The queue's database refuses: {words}. Check user, password and database, and what the role may do in the schema.", sqlState: code)
                    : code is "42P01" or "3F000"
                        ? new QueueException(QueueErrorIds.SchemaUnfit, $"There is no queue in this schema: {words}. Initialize it, or name its schema.", sqlState: code)
                        : new QueueException(QueueErrorIds.StatementFailed, $"The queue's database answered with an error: {words} ({code}).", sqlState: code);
        }

        // No password where one is wanted, no TLS where it is demanded: the driver's own refusals.
        if (exception is NpgsqlException { IsTransient: false })
        {
            return new QueueException(QueueErrorIds.DatabaseRefused, $"The queue's database cannot be signed in to: {Masked(exception.Message, secret)}. Check user, password and TLS.");
        }

        // A pooler that cannot reach its server ends the connection in the same ways as a server that dies.
        return new QueueException(QueueErrorIds.DatabaseAway, $"The queue's database does not answer: {Masked(exception.Message, secret)}. Nothing was half done; try again in a moment.", canRetry: true);
    }

    private static string Masked(string words, string? secret) =>
        (string.IsNullOrEmpty(secret) ? words : words.Replace(secret, "***", StringComparison.Ordinal)).TrimEnd('.', '\n', ' ');
}
