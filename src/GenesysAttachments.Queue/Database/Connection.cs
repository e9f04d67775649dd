using GenesysAttachments.Queue.Errors;
using Npgsql;

namespace GenesysAttachments.Queue.Database;

/// <summary>How a queue's database is reached, made fit for a pooler.</summary>
/// <param name="Source">What gives connections.</param>
/// <param name="Place">What may be shown of it.</param>
/// <param name="Secret">The password, to be kept out of messages.</param>
internal sealed record Connection(NpgsqlDataSource Source, QueuePlace Place, string? Secret)
{
    /// <summary>Reads what a person wrote.</summary>
    /// <exception cref="QueueException"><see cref="QueueErrorIds.DatabaseRefused"/>: not a connection string. Nothing of it is repeated.</exception>
    public static Connection Of(string connectionString)
    {
        try
        {
            var given = new NpgsqlConnectionStringBuilder(connectionString)
            {
                // Resetting a connection speaks to a session that a transaction pooler may have lent to others; there is nothing to reset.
                NoResetOnClose = true,
                MaxAutoPrepare = 0,
                Multiplexing = false,
                Enlist = false,

                // Both would put file names, texts or the password into messages.
                IncludeErrorDetail = false,
                PersistSecurityInfo = false,
                ApplicationName = "GenesysAttachments",
            };
            return new Connection(NpgsqlDataSource.Create(given), new QueuePlace(given.Host ?? "", given.Port, given.Database ?? ""), given.Password);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or KeyNotFoundException or InvalidCastException or NotSupportedException or InvalidOperationException)
        {
            // The driver's message names the part it stumbled over, which is part of a password that holds a semicolon.
            throw new QueueException(QueueErrorIds.DatabaseRefused, "The description of the queue's database is not understood. It is written as "
                + "Host=…;Database=…;Username=…;Password=\"…\", with quotes around a password that holds a semicolon or a quote.");
        }
    }
}
