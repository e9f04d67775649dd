namespace GenesysAttachments.Page.Tests;

/// <summary>A long run: the page draws what is seen.</summary>
public sealed class LongTests(Chromium chromium) : PageTest(chromium)
{
    private const int Batches = 101;
    private const int Batch = 99;
    private const int MostNodes = 4_000;

    [BrowserFact]
    public async Task Ten_thousand_messages_are_all_there_and_few_are_drawn()
    {
        await using (var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Quota = false }))
        using (var client = await TestClient.ConnectAsync(sandbox))
        await using (var visit = await Visit.OpenAsync(Chromium, sandbox.Identity.Url))
        {
            var page = visit.Page;
            var sent = 0;
            await Parallel.ForEachAsync(Enumerable.Range(0, Batches), async (batch, _) =>
            {
                for (var i = 0; i < Batch; i++)
                {
                    await client.SendAsync(HttpMethod.Post, client.Leg, new { textBody = $"message {Interlocked.Increment(ref sent)}" });
                }
            });
            await page.Locator("#message-count", new() { HasText = "9,999" }).WaitForAsync();
            Assert.InRange(await NodesAsync(page), 100, MostNodes);

            // To the oldest, and back by scrolling: whatever is passed has been drawn.
            await page.Locator("#feed").FocusAsync();
            await page.Keyboard.PressAsync("End");
            await page.Locator("article[aria-posinset='9999']").WaitForAsync();
            Assert.InRange(await NodesAsync(page), 100, MostNodes);
            var before = await FirstInViewAsync(page);

            await client.SendAsync(HttpMethod.Post, client.Leg, new { textBody = "the last of all" });
            await page.GetByRole(AriaRole.Button, new() { Name = "9,940 newer" }).WaitForAsync();
            Assert.Equal(before, await FirstInViewAsync(page));

            var (seen, last) = (0, "");
            for (var step = 0; step < 40; step++)
            {
                await page.EvaluateAsync("() => new Promise(done => { document.getElementById('feed').scrollBy(0, -700); requestAnimationFrame(() => requestAnimationFrame(done)); })");
                var now = await FirstInViewAsync(page);
                seen += now == last ? 0 : 1;
                last = now;
            }

            Assert.Equal(40, seen);
            Assert.InRange(await NodesAsync(page), 100, MostNodes);
            await page.Locator("#newer-messages").ClickAsync();
            await page.GetByText("the last of all", new() { Exact = true }).WaitForAsync();
            Assert.Empty(visit.Incidents);
        }
    }

    private static Task<int> NodesAsync(IPage page) => page.EvaluateAsync<int>("() => document.querySelectorAll('*').length");

    // The first message in view with its place in pixels.
    private static Task<string> FirstInViewAsync(IPage page) => page.EvaluateAsync<string>("""
        () => {
          const top = document.getElementById('feed').getBoundingClientRect().top;
          const first = [...document.querySelectorAll('article')].find(article => article.getBoundingClientRect().bottom > top + 1);
          return `${first.querySelector('.text').textContent} ${Math.round(first.getBoundingClientRect().top - top)}`;
        }
        """);
}
