using GenesysAttachments.Queue.Errors;

namespace GenesysAttachments.Queue.Database;

/// <summary>What a server must be like to hold a queue, and the sentence where it is not.</summary>
internal static class Fitness
{
    /// <summary>$1 schema. Everything that is looked at, in one row; from the catalog, which a role without rights in the schema may read too.</summary>
    public const string Question = """
        SELECT current_setting('server_version_num')::int, current_setting('server_version'), current_setting('fsync'),
               current_setting('synchronous_commit'), current_setting('default_transaction_isolation'),
               EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'gc_meta'),
               current_user::text, current_database()::text
        """;

    /// <summary>The same for statements that must not be run on a server that was changed since.</summary>
    public const string Condition = "current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'";

    /// <summary>Refuses, or does nothing.</summary>
    /// <exception cref="QueueException"><see cref="QueueErrorIds.DatabaseUnfit"/>.</exception>
    public static void Check(int versionNumber, string version, string fsync, string synchronousCommit, string isolation)
    {
        if (versionNumber < 130000)
        {
            throw Unfit($"The server is PostgreSQL {version}. A queue needs version 13 or later: update the server, or take another.");
        }

        if (fsync != "on")
        {
            throw Unfit("The server runs with fsync off and can forget what it was told to keep; a file would be sent twice. Set fsync = on and reload the server.");
        }

        if (synchronousCommit == "off")
        {
            throw Unfit("This connection commits with synchronous_commit off and can forget what it committed; a file would be sent twice. Set it to on for the role or the database, for example: ALTER ROLE … SET synchronous_commit = on.");
        }

        // Elsewhere a statement that waited for a row fails where it should look at the row again.
        if (isolation != "read committed")
        {
            throw Unfit($"The role's or database's default_transaction_isolation is '{isolation}'. A queue needs 'read committed', the server's own default: reset it for the role.");
        }
    }

    private static QueueException Unfit(string words) => new(QueueErrorIds.DatabaseUnfit, words);
}
