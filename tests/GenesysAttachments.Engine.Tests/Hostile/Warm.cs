using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Goes every way once, undisturbed: what is compiled or loaded on the first way through is no row's cost.</summary>
public sealed class Warm : IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        foreach (var route in new[] { RouteNames.Agent, RouteNames.Messaging, RouteNames.Media, RouteNames.Multipart, RouteNames.Guest })
        {
            var outcome = await Outcome.OfAsync(new Row("as usual", Place.None, Attacks.Silence) { Route = route });
            Assert.Equal(3, outcome.Receipts.Count);
            Assert.All(outcome.Receipts, receipt => Assert.Null(receipt.Error));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
