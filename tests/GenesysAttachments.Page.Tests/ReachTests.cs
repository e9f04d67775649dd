using Deque.AxeCore.Playwright;

namespace GenesysAttachments.Page.Tests;

/// <summary>People who use no mouse, or do not see the page.</summary>
public sealed class ReachTests(Chromium chromium) : PageTest(chromium)
{
    [BrowserFact]
    public async Task The_keyboard_alone_reaches_and_does_everything()
    {
        await Samples.SendAsync(Sandbox, Client);
        await Client.SendAsync(HttpMethod.Delete, "/_sandbox/faults");
        await using var visit = await OpenAsync();
        var page = visit.Page;
        await page.Locator("article").First.WaitForAsync();

        await visit.TabToAsync("#find");
        await page.Keyboard.TypeAsync(Sandbox.Identity.ConversationId[..8]);
        await visit.TabToAsync("input[name=conversation]");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator($"input[value='{Sandbox.Identity.ConversationId}']")).ToBeCheckedAsync();
        await visit.TabToAsync("#feed");
        await page.Keyboard.PressAsync("End");
        await visit.TabToAsync("article .name a");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.NotEmpty(download.SuggestedFilename);
        await visit.TabToAsync("article a.picture");
        await visit.TabToAsync("#faults summary");
        await page.Keyboard.PressAsync("Enter");
        await visit.TabToAsync("#times");
        await page.Keyboard.PressAsync("ArrowDown");
        await visit.TabToAsync("[role=switch]");
        await page.Keyboard.PressAsync("Space");
        await page.GetByText("(3 times more)").WaitForAsync();
        Assert.Equal("Storage is busy", await page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Space");
        await page.GetByText("none on").WaitForAsync();
        await visit.TabToAsync("#wrong");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("#rows li")).ToHaveCountAsync(3);
        await visit.TabToAsync("#log");
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task No_rule_of_accessibility_is_broken_at_any_width_in_either_scheme()
    {
        foreach (var (width, scheme) in new[] { (1440, ColorScheme.Light), (1440, ColorScheme.Dark), (360, ColorScheme.Light) })
        {
            // axe brings scripts of its own, which the page's policy would not let run.
            await using var visit = await OpenAsync(width, 900, scheme, bypassPolicy: true);
            await CheckAsync(visit.Page);
            await Samples.SendAsync(Sandbox, Client);
            await visit.Page.Locator("article").First.WaitForAsync();
            await visit.Page.Locator("#faults summary").ClickAsync();
            await visit.Page.Locator("#others li").First.WaitForAsync();
            await CheckAsync(visit.Page);
            await Client.SendAsync(HttpMethod.Post, "/_sandbox/reset");
        }

        static async Task CheckAsync(IPage page)
        {
            var result = await page.RunAxe();
            Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(broken => $"{broken.Id}: {broken.Help} {string.Join(" ", broken.Nodes.Select(node => node.Html))}")));
            Assert.True(result.Passes.Length > 20, "axe has looked at next to nothing.");
        }
    }
}
