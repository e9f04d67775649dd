namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>Tests on a stage, which each of them finds as it was at the start.</summary>
/// <param name="stage">The class's own.</param>
public abstract class StagedTests(Stage stage) : IClassFixture<Stage>, IAsyncLifetime
{
    protected Stage Stage => stage;

    protected Shell Shell => stage.Shell;

    protected Sandbox Sandbox => stage.Sandbox;

    protected Files Files => stage.Files;

    public Task InitializeAsync() => stage.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected Ran Run(string script) => Shell.Run(script);
}
