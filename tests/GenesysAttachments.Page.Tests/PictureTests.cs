using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Page.Tests;

/// <summary>The pictures that README and the guides show are of this page and this report, after this demo.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class PictureTests(Chromium chromium)
{
    private const int MostBytes = 150 * 1024;

    // What does not change from run to run: ids, figures and order do, and a machine's fonts may differ.
    private const string OfPage = "h1, h2, label, article .route, article .text, article .name, article .icon, article .facts";
    private const string OfReport = "h1, h2, h3, button.state, thead th";

    [BrowserFact]
    public async Task The_guide_s_pictures_show_the_page_and_the_report_as_they_are_after_the_demo()
    {
        await using (var demo = await Demo.RunAsync(PageTest.Fact("Demo")))
        {
            await using var visit = await Visit.OpenAsync(chromium, demo.Url, 1180, 720);
            await Assertions.Expect(visit.Page.Locator("article[aria-posinset='1'] img, article[aria-posinset='2'] img, article[aria-posinset='3'] img, article[aria-posinset='4'] img, article[aria-posinset='5'] img")).ToHaveCountAsync(1);
            await visit.Page.WaitForFunctionAsync("() => [...document.images].slice(0, 2).every(image => image.complete)");
            await HoldAsync(visit, "sandbox.png", OfPage, await visit.Page.EvaluateAsync<string>("async () => (await fetch('/_sandbox/page/assets/page.css')).text()"));
        }

        var report = Path.Combine(PageTest.Fact("RepositoryRoot"), "out", "demo-report.html");
        await using var reader = await Visit.OpenFileAsync(chromium, report, 1180, 1180, ColorScheme.Light, bypassPolicy: false, script: true);
        await HoldAsync(reader, "report.png", OfReport, await reader.Page.Locator("style").TextContentAsync() ?? "");
        await UseAsync(reader.Page);
        Assert.Empty(reader.Incidents);
    }

    // As whoever ran the demo would: by size, by name, and on paper.
    private static async Task UseAsync(IPage page)
    {
        var files = await page.Locator("tbody tr").CountAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Size" }).ClickAsync();
        await Assertions.Expect(page.Locator("th[data-key=length]")).ToHaveAttributeAsync("aria-sort", "ascending");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("contract");
        await Assertions.Expect(page.Locator("#found")).ToContainTextAsync($"of {files} files");
        Assert.InRange(await page.Locator("tbody tr").CountAsync(), 1, files - 1);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("");
        var pdf = await page.PdfAsync(new PagePdfOptions { Format = "A4", PrintBackground = true, Path = Path.Combine(PageTest.Pictures, "report-demo.pdf") });
        Assert.InRange(Encoding.Latin1.GetString(pdf).Split("/Type /Page\n").Length - 1, 1, 5);
    }

    private static async Task HoldAsync(Visit visit, string name, string selector, string style)
    {
        var lines = await visit.Page.EvaluateAsync<string[]>("selector => [...document.querySelectorAll(selector)].map(element => element.textContent)", selector);
        var words = lines.Select(line => Regex.Replace(Regex.Replace(line, "[0-9a-f]{8}", "id"), "[0-9]+", "0")).Order(StringComparer.Ordinal);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words) + style.ReplaceLineEndings("\n"))));
        var fresh = Png.Describe(await visit.Page.ScreenshotAsync(), digest);
        Assert.Empty(visit.Incidents);
        var made = Path.Combine(PageTest.Pictures, name);
        await File.WriteAllBytesAsync(made, fresh);
        var shown = await File.ReadAllBytesAsync(Path.Combine(PageTest.Fact("RepositoryRoot"), "docs", name));
        Assert.InRange(shown.Length, 1, MostBytes);
        Assert.Equal(Png.Size(fresh), Png.Size(shown));
        Assert.True(Png.IsDescribed(shown, digest), $"The demo, or what it shows, has changed since docs/{name} was made. Look at {made}, and put it there.");
    }
}
