namespace GenesysAttachments.Page.Tests;

/// <summary>What the page looks like: pictures to look at, in <c>out/page</c>, and nothing that sticks out of it.</summary>
public sealed class LookTests(Chromium chromium) : PageTest(chromium)
{
    [BrowserFact]
    public async Task It_fits_and_is_pictured_at_every_width_in_both_schemes()
    {
        await Samples.SendAsync(Sandbox, Client);

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var (width, height) in new[] { (360, 780), (800, 900), (1440, 900) })
            {
                await using var visit = await OpenAsync(width, height, scheme);
                await visit.Page.Locator("article").First.WaitForAsync();
                await visit.Page.Locator("#faults summary").ClickAsync();
                await visit.Page.WaitForTimeoutAsync(300);

                Assert.True(await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"At {width} pixels something sticks out.");
                await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"page-{width}-{scheme}.png".ToLowerInvariant()), FullPage = true });
                Assert.Empty(visit.Incidents);
            }
        }
    }
}
