namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Tests that measure their process, and so run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
