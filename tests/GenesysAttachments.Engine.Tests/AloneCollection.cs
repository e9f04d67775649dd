namespace GenesysAttachments.Engine.Tests;

/// <summary>Tests that keep all cores and the collector busy: what is timed in others must not wait for them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
