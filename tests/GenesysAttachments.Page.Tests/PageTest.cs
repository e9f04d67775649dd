using System.Reflection;

namespace GenesysAttachments.Page.Tests;

/// <summary>A test with a sandbox of its own, a client that sends into it, and a browser.</summary>
[Collection(ChromiumCollection.Name)]
public abstract class PageTest(Chromium chromium) : IAsyncLifetime
{
    /// <summary>The sandbox.</summary>
    protected SandboxServer Sandbox { get; private set; } = null!;

    /// <summary>A client signed in to it.</summary>
    protected TestClient Client { get; private set; } = null!;

    /// <summary>The browser.</summary>
    protected Chromium Chromium { get; } = chromium;

    /// <summary>Where pictures of the page are left.</summary>
    internal static string Pictures => Directory.CreateDirectory(Path.Combine(Fact("RepositoryRoot"), "out", "page")).FullName;

    /// <summary>A fact of the build.</summary>
    internal static string Fact(string name) => typeof(PageTest).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        Client = await TestClient.ConnectAsync(Sandbox);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }

    /// <summary>Opens the page.</summary>
    private protected Task<Visit> OpenAsync(int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, bool bypassPolicy = false) =>
        Visit.OpenAsync(Chromium, Sandbox.Identity.Url, width, height, scheme, bypassPolicy);

    /// <summary>Sends a file as an agent does.</summary>
    protected Task<string> SendFileAsync(string name, string body = "12345") => SendFileAsync(name, System.Text.Encoding.UTF8.GetBytes(body));

    /// <summary>Sends a file as an agent does; its media id.</summary>
    protected async Task<string> SendFileAsync(string name, byte[] body)
    {
        var id = await Client.UploadAsync(name, body);
        var (status, answer, _) = await Client.SendAsync(HttpMethod.Post, Client.Leg, new { mediaIds = new[] { id } });
        Assert.True(status == 200, answer.ToString());
        return id;
    }

    /// <summary>Sends a text.</summary>
    protected async Task SendTextAsync(string text) =>
        Assert.Equal(200, (await Client.SendAsync(HttpMethod.Post, Client.Leg, new { textBody = text })).Status);
}
