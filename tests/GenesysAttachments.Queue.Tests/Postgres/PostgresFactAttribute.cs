namespace GenesysAttachments.Queue.Tests.Postgres;

/// <summary>A test that needs PostgreSQL; skipped, with the reason, on a machine that has none.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresPrograms.WhyNot(PostgresPrograms.Folder, "postgresql");
}
