namespace GenesysAttachments.Page.Tests;

/// <summary>A test that needs a browser; skipped, with the reason, on a machine that has none.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browsers.WhyNot;
}
