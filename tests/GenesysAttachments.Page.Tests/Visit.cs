using System.Collections.Concurrent;

namespace GenesysAttachments.Page.Tests;

/// <summary>A person's look at the page of one sandbox, who notices everything that should not happen.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _origin;

    private Visit(IBrowserContext context, string origin) => (_context, _origin) = (context, origin);

    /// <summary>The page.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>Dialogs, errors of a script, violations of the content policy, and requests to anybody but the sandbox.</summary>
    public ConcurrentQueue<string> Incidents { get; } = new();

    /// <summary>Opens the page.</summary>
    public static async Task<Visit> OpenAsync(Chromium chromium, string url, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, bool bypassPolicy = false, string? proxy = null)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme, BypassCSP = bypassPolicy, Locale = "en-GB", TimezoneId = "UTC", Proxy = proxy is null ? null : new Proxy { Server = proxy, Bypass = "<-loopback>" },
        });
        context.SetDefaultTimeout(15_000);
        var visit = new Visit(context, url);
        context.Page += (_, page) => visit.Watch(page);
        visit.Page = await context.NewPageAsync();
        await visit.Page.GotoAsync(url + "/");
        await visit.Page.Locator("#link[data-state=live]").WaitForAsync();
        return visit;
    }

    /// <summary>Opens a page that is a file.</summary>
    public static async Task<Visit> OpenFileAsync(Chromium chromium, string path, int width, int height, ColorScheme scheme, bool bypassPolicy, bool script)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme, BypassCSP = bypassPolicy, JavaScriptEnabled = script, Locale = "en-GB", TimezoneId = "UTC",
        });
        context.SetDefaultTimeout(15_000);
        var visit = new Visit(context, "file://" + Path.GetDirectoryName(path));
        context.Page += (_, page) => visit.Watch(page);
        visit.Page = await context.NewPageAsync();
        await visit.Page.GotoAsync("file://" + path);
        return visit;
    }

    /// <summary>Goes on by keyboard until a place has the focus: as many steps as it takes, but no endless round.</summary>
    public async Task TabToAsync(string selector)
    {
        for (var step = 0; step < 60; step++)
        {
            if (await Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }

            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"No Tab leads to {selector}.");
    }

    private void Watch(IPage page)
    {
        page.Dialog += (_, dialog) =>
        {
            Incidents.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.PageError += (_, error) => Incidents.Enqueue($"error: {error}");
        page.Console += (_, message) =>
        {
            // A network error is told here too; the tests that cut the line mean it.
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal))
            {
                Incidents.Enqueue($"console: {message.Text}");
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_origin + "/", StringComparison.Ordinal))
            {
                Incidents.Enqueue($"request: {request.Url}");
            }
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
