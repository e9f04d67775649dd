namespace GenesysAttachments.Queue.Tests.Postgres;

/// <summary>A test of several rows that needs PostgreSQL; skipped, with the reason, on a machine that has none.</summary>
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresPrograms.WhyNot(PostgresPrograms.Folder, "postgresql");
}
