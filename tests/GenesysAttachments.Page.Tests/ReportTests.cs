using Deque.AxeCore.Playwright;

namespace GenesysAttachments.Page.Tests;

/// <summary>A run's report, opened as its reader opens it: from a file, without a server.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class ReportTests(Chromium chromium, ReportFiles reports) : IClassFixture<ReportFiles>
{
    [BrowserFact]
    public async Task It_is_sorted_filtered_and_searched()
    {
        await using var visit = await OpenAsync("run.html");
        var (page, rows) = (visit.Page, visit.Page.Locator("tbody tr"));
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("60 files");

        // What needs attention comes first.
        Assert.Equal(["Failed", "Rejected", "Rejected", "Sent"], (await page.Locator("tbody .badge").AllInnerTextsAsync()).Take(4));
        await page.GetByRole(AriaRole.Button, new() { Name = "Size" }).ClickAsync();
        await Assertions.Expect(page.Locator("th[data-key=length]")).ToHaveAttributeAsync("aria-sort", "ascending");
        await Assertions.Expect(rows.First.Locator("td").First).ToHaveTextAsync("0 B");
        await page.GetByRole(AriaRole.Button, new() { Name = "Size" }).ClickAsync();
        await Assertions.Expect(page.Locator("th[data-key=length]")).ToHaveAttributeAsync("aria-sort", "descending");
        await Assertions.Expect(rows.First.Locator("td").First).ToHaveTextAsync("23.5 KB");

        await page.Locator("button[data-state=Sent]").ClickAsync();
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("57 of 60 files");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("INVOICE-1 pdf");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("11 of 60 files");
        await page.Locator("button[data-state=Sent]").ClickAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("TypeNotAllowed");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("invoice-7.pdf");
        await rows.First.Locator("summary").ClickAsync();
        await Assertions.Expect(rows.First.GetByText(reports.HashOf("invoice-7.pdf"))).ToBeVisibleAsync();
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task The_keyboard_alone_reaches_everything_and_no_rule_of_accessibility_is_broken()
    {
        foreach (var (width, scheme) in new[] { (1440, ColorScheme.Light), (1440, ColorScheme.Dark), (360, ColorScheme.Light) })
        {
            foreach (var name in new[] { "run.html", "soak.html", "many.html", "hostile.html", "checks.html", "empty.html" })
            {
                await using var visit = await OpenAsync(name, width, scheme, bypassPolicy: true);
                var result = await visit.Page.RunAxe();
                Assert.True(result.Violations.Length == 0, name + string.Join('\n', result.Violations.Select(broken => $"{broken.Id}: {broken.Help} {string.Join(" ", broken.Nodes.Take(3).Select(node => node.Html))}")));
                Assert.True(await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"At {width} pixels something sticks out of {name}.");
                await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ReportFiles.Pictures, $"report-{Path.GetFileNameWithoutExtension(name)}-{width}-{scheme}.png".ToLowerInvariant()) });
            }
        }

        await using var last = await OpenAsync("run.html");
        foreach (var selector in new[] { "button.state", ".scroll", "#search", "thead button", "tbody summary" })
        {
            await last.TabToAsync(selector);
        }

        await last.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(last.Page.Locator("tbody details[open]")).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task Names_and_words_of_strangers_do_no_harm()
    {
        await using var visit = await OpenAsync("hostile.html", 360);

        await Assertions.Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(5);
        var names = await visit.Page.Locator("tbody th").AllInnerTextsAsync();
        Assert.Contains(names, name => name.Contains("<script>alert(1)</script>.pdf", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains(new string('n', 300), StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains('\u202E', StringComparison.Ordinal));
        Assert.Equal(0, await visit.Page.Locator("main script, main img, main b:not(button b, h3 b), main iframe").CountAsync());
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task A_hundred_thousand_files_are_all_there_and_few_are_drawn()
    {
        await using var visit = await OpenAsync("many.html");
        var page = visit.Page;

        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("100,000 files");
        Assert.InRange(await page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"), 500, 20_000);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("file-99999.pdf");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "On", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".pager span")).ToHaveTextAsync("Page 2 of 500");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(200);
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task Twenty_thousand_files_sent_under_faults_are_sorted_searched_and_filtered()
    {
        await using var visit = await OpenAsync("soak.html");
        var (page, rows, found) = (visit.Page, visit.Page.Locator("tbody tr"), visit.Page.Locator("#found"));

        await Assertions.Expect(found).ToHaveTextAsync("20,000 files");
        Assert.DoesNotContain("Sent", await page.Locator("tbody .badge").AllInnerTextsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "File" }).ClickAsync();
        await Assertions.Expect(rows.First.Locator("th")).ToContainTextAsync("statement-1.pdf");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("statement-1234");
        await Assertions.Expect(found).ToHaveTextAsync("11 of 20,000 files");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("UploadRejected");
        await Assertions.Expect(found).ToHaveTextAsync("200 of 20,000 files");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await page.Locator("button[data-state=Failed]").ClickAsync();
        await Assertions.Expect(found).ToHaveTextAsync("200 of 20,000 files");
        await page.Locator("button[data-state=Unknown]").ClickAsync();
        await Assertions.Expect(found).Not.ToHaveTextAsync("200 of 20,000 files");
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task It_prints_all_of_a_small_run_and_what_matters_of_a_large_one()
    {
        foreach (var (name, least, most) in new[] { ("run.html", 1, 12), ("soak.html", 2, 250), ("many.html", 10, 250), ("empty.html", 1, 1) })
        {
            await using var visit = await OpenAsync(name);
            var pdf = await visit.Page.PdfAsync(new PagePdfOptions { Format = "A4", PrintBackground = true, Path = Path.Combine(ReportFiles.Pictures, $"report-{Path.GetFileNameWithoutExtension(name)}.pdf") });
            var pages = System.Text.Encoding.Latin1.GetString(pdf).Split("/Type /Page\n").Length - 1;
            Assert.InRange(pages, least, most);
        }
    }

    [BrowserFact]
    public async Task Without_its_script_it_says_the_same()
    {
        await using var visit = await OpenAsync("many.html", script: false);

        await Assertions.Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(200);
        await Assertions.Expect(visit.Page.GetByText("The first 200 of 100,000 files; what needs attention comes first.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".chart")).ToHaveCountAsync(2);
    }

    private Task<Visit> OpenAsync(string name, int width = 1440, ColorScheme scheme = ColorScheme.Light, bool bypassPolicy = false, bool script = true) =>
        Visit.OpenFileAsync(chromium, Path.Combine(reports.Folder, name), width, 900, scheme, bypassPolicy, script);
}
