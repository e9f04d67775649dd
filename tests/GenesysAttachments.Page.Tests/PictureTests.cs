using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Page.Tests;

/// <summary>The picture that README and the guide show is one of this page, after this demo.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class PictureTests(Chromium chromium)
{
    private const int MostBytes = 150 * 1024;

    [BrowserFact]
    public async Task The_guide_s_picture_shows_the_page_as_it_is_after_the_demo()
    {
        byte[] fresh;
        string digest;
        await using (var demo = await Demo.RunAsync(PageTest.Fact("Demo")))
        await using (var visit = await Visit.OpenAsync(chromium, demo.Url, 1180, 720))
        {
            await Assertions.Expect(visit.Page.Locator("article[aria-posinset='1'] img, article[aria-posinset='2'] img, article[aria-posinset='3'] img, article[aria-posinset='4'] img, article[aria-posinset='5'] img")).ToHaveCountAsync(1);
            await visit.Page.WaitForFunctionAsync("() => [...document.images].slice(0, 2).every(image => image.complete)");
            digest = await DigestAsync(visit.Page);
            fresh = Png.Describe(await visit.Page.ScreenshotAsync(), digest);
            Assert.Empty(visit.Incidents);
        }

        var made = Path.Combine(PageTest.Pictures, "sandbox.png");
        await File.WriteAllBytesAsync(made, fresh);
        var shown = await File.ReadAllBytesAsync(Path.Combine(PageTest.Fact("RepositoryRoot"), "docs", "sandbox.png"));
        Assert.InRange(shown.Length, 1, MostBytes);
        Assert.Equal(Png.Size(fresh), Png.Size(shown));
        Assert.True(Png.IsDescribed(shown, digest), $"The page or the demo has changed since docs/sandbox.png was made. Look at {made}, and put it there.");
    }

    // What the page says, its ids, figures and order aside, and how it looks: a machine's fonts may differ, and the order in which uploads end.
    private static async Task<string> DigestAsync(IPage page)
    {
        var lines = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('h1, h2, label, article .route, article .text, article .name, article .icon, article .facts')].map(element => element.textContent)");
        var style = await page.EvaluateAsync<string>("async () => (await fetch('/_sandbox/page/assets/page.css')).text()");
        var words = lines.Select(line => Regex.Replace(Regex.Replace(line, "[0-9a-f]{8}", "id"), "[0-9]+", "0")).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words) + style.ReplaceLineEndings("\n"))));
    }
}
