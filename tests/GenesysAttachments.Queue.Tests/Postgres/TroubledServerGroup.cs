namespace GenesysAttachments.Queue.Tests.Postgres;

/// <summary>Tests that stop, crash or rebuild their server.</summary>
[CollectionDefinition(Name)]
public sealed class TroubledServerGroup : ICollectionFixture<PostgresServer>
{
    public const string Name = "troubled server";
}
