namespace GenesysAttachments.Page.Tests;

/// <summary>The tests that share the browser.</summary>
[CollectionDefinition(Name)]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "Chromium";
}
