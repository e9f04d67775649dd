namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>Tests that touch what all shells of a process share, such as the environment: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
