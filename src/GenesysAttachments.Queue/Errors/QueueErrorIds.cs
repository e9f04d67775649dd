namespace GenesysAttachments.Queue.Errors;

/// <summary>What can go wrong with a queue, by name.</summary>
public static class QueueErrorIds
{
    /// <summary>The database does not answer, is starting, is a standby or has ended the connection. Nothing half done; the same call may be made again.</summary>
    public const string DatabaseAway = "QueueDatabaseAway";

    /// <summary>The database refuses the sign-in, a right, or the connection's description.</summary>
    public const string DatabaseRefused = "QueueDatabaseRefused";

    /// <summary>The server cannot hold a queue: too old, or it does not sync what it commits.</summary>
    public const string DatabaseUnfit = "QueueDatabaseUnfit";

    /// <summary>There is no queue in the schema, or one of a newer version.</summary>
    public const string SchemaUnfit = "QueueSchemaUnfit";

    /// <summary>The database is not the one work was agreed for: a fail-over, a restore or a copy. Nobody claims until somebody has looked.</summary>
    public const string DatabaseChanged = "QueueDatabaseChanged";

    /// <summary>The database answered with an error of another kind.</summary>
    public const string StatementFailed = "QueueStatementFailed";
}
