namespace GenesysAttachments.Page.Tests;

/// <summary>One headless browser for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _driver;
    private IBrowser? _browser;

    /// <summary>The browser.</summary>
    internal IBrowser Browser => _browser!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Browsers.WhyNot is null)
        {
            _driver = await Playwright.CreateAsync();
            _browser = await _driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Browsers.Program ?? throw new InvalidOperationException("Chromium is wanted, and not installed."),
                // Its own sandbox needs rights that neither root nor every container has, and is not what is tested here.
                ChromiumSandbox = false,
            });
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _driver?.Dispose();
    }
}
