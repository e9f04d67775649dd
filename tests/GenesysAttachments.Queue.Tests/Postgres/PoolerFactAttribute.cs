namespace GenesysAttachments.Queue.Tests.Postgres;

/// <summary>A test that needs PostgreSQL and pgbouncer; skipped, with the reason, on a machine that lacks one.</summary>
internal sealed class PoolerFactAttribute : FactAttribute
{
    public PoolerFactAttribute() => Skip = PostgresPrograms.WhyNot(PostgresPrograms.Folder, "postgresql") ?? PostgresPrograms.WhyNot(PostgresPrograms.Pooler, "pgbouncer");
}
