namespace GenesysAttachments.Queue.Database;

/// <summary>
/// Which database this is, as far as the role may read it. A fail-over to a standby that lagged and a restore to a point in time go on with
/// another timeline; a restored dump has another table, a copied database another database, another server another cluster. All of them
/// may have lost intents, and a lost intent is a file sent twice. What is not readable is null, and is not compared.
/// </summary>
/// <param name="Cluster">SQL for the cluster's number; null where the role may not read it.</param>
/// <param name="Timeline">SQL for the timeline, eight hexadecimal digits; null where the server tells nobody.</param>
internal sealed record DatabaseIdentity(string? Cluster, string? Timeline)
{
    /// <summary>SQL for the cluster's number.</summary>
    public const string OfCluster = "(SELECT system_identifier::text FROM pg_control_system())";

    /// <summary>SQL for database and table; every role can read it.</summary>
    public const string Home = "(SELECT oid::text FROM pg_database WHERE datname = current_database()) || '.' || 'gcqueue.gc_item'::regclass::oid::text";

    /// <summary>SQL for the timeline, best first: the log's is the new one from the first moment, the checkpoint's only after the first checkpoint.</summary>
    public static IReadOnlyList<string> OfTimeline { get; } =
    [
        "substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)",
        "(SELECT lpad(upper(to_hex(timeline_id)), 8, '0') FROM pg_control_checkpoint())",
    ];

    /// <summary>What is compared, in words.</summary>
    public IReadOnlyList<string> Parts { get; } =
        [.. new[] { Cluster is null ? null : "cluster", Timeline is null ? null : Timeline == OfTimeline[0] ? "timeline" : "timeline of the last checkpoint", "database and table" }.OfType<string>()];

    /// <summary>SQL that is true while <c>gc_meta</c> speaks of this very database.</summary>
    public string Condition => string.Join(" AND ", Columns.Select(column => $"(m.{column.Name} IS NULL OR m.{column.Name} = {column.Sql})"));

    /// <summary>SQL that writes down what is not known yet.</summary>
    public string Stamp => $"UPDATE gcqueue.gc_meta m SET {string.Join(", ", Columns.Select(column => $"{column.Name} = {column.Sql}"))} WHERE m.home IS NULL";

    /// <summary>SQL that agrees to this database as it is.</summary>
    public string Accept => $"UPDATE gcqueue.gc_meta SET {string.Join(", ", Columns.Select(column => $"{column.Name} = {column.Sql}"))}";

    private IEnumerable<(string Name, string Sql)> Columns =>
        new[] { ("cluster", Cluster ?? "NULL"), ("timeline", Timeline ?? "NULL"), ("home", Home) };
}
