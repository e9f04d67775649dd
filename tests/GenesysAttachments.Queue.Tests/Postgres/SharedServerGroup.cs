namespace GenesysAttachments.Queue.Tests.Postgres;

/// <summary>Tests that share one server, each in a schema of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServerGroup : ICollectionFixture<PostgresServer>
{
    public const string Name = "shared server";
}
