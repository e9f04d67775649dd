namespace GenesysAttachments.Sandbox.Tests;

/// <summary>Each test has a sandbox of its own, and a client that is signed in.</summary>
public abstract class SandboxTests : IAsyncLifetime
{
    protected SandboxServer Sandbox { get; private set; } = null!;

    protected TestClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        Client = await TestClient.ConnectAsync(Sandbox);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }
}
