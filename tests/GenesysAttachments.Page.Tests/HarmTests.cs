using System.Text;

namespace GenesysAttachments.Page.Tests;

/// <summary>Files and words of strangers do no harm: no script runs, no dialog comes, nobody else is asked for anything.</summary>
public sealed class HarmTests(Chromium chromium) : PageTest(chromium)
{
    private const string Script = "<script>window.harmed = 1; alert(1); fetch('http://127.0.0.1:9/stolen')</script>";
    private static readonly string Html = $"<!doctype html><body onload=\"window.harmed = 1\">{Script}<img src=http://127.0.0.1:9/a.png onerror=alert(2)>";
    private static readonly string Svg = $"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(3)\">{Script}<image href=\"http://127.0.0.1:9/b.png\"/></svg>";

    [BrowserFact]
    public async Task No_file_is_run_wherever_its_name_says_it_belongs()
    {
        await Client.SendAsync(HttpMethod.Put, "/_sandbox/policy", new { blockedExtensions = Array.Empty<string>() });
        await using var visit = await OpenAsync();
        var ids = new List<string>
        {
            await SendFileAsync("page.png", Html), await SendFileAsync("drawing.svg", Svg), await SendFileAsync("drawing.png", Svg), await SendFileAsync("page.html", Html),
            await SendFileAsync("script.js", "window.harmed = 1"), await SendFileAsync("both.gif", "GIF89a=1;window.harmed=1"), await SendFileAsync("style.css", "*{display:none}"),
        };
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "style.css" }).WaitForAsync();

        // Only what begins like a picture is asked for as one, and then as that picture.
        await Assertions.Expect(visit.Page.Locator("article .icon")).ToHaveCountAsync(ids.Count - 1);
        await Assertions.Expect(visit.Page.Locator("article img")).ToHaveCountAsync(1);
        Assert.Equal("Picture both.gif", await visit.Page.Locator("article img").GetAttributeAsync("alt"));

        foreach (var id in ids)
        {
            var (page, address) = (visit.Page, $"{Sandbox.Identity.Url}/_sandbox/page/files/{id}");
            // As a script, as a style and as a frame of the page itself, whatever somebody may have slipped into it.
            Assert.False(await page.EvaluateAsync<bool>("""
                async address => {
                  const load = element => new Promise(done => { element.onload = () => done(true); element.onerror = () => done(false); document.body.append(element); setTimeout(() => done(false), 300); });
                  const frame = document.createElement('iframe');
                  const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address });
                  let script = false;
                  try { script = await load(Object.assign(document.createElement('script'), { src: address })); } catch { }
                  frame.src = address;
                  document.body.append(frame);
                  return script || await load(style) || window.harmed !== undefined;
                }
                """, address));

            var tab = await page.Context.NewPageAsync();
            try
            {
                await tab.GotoAsync(address);
                Assert.Equal("none", await tab.EvaluateAsync<string>("() => window.harmed ? 'harm' : 'none'"));
            }
            catch (PlaywrightException e)
            {
                Assert.Contains("Download is starting", e.Message, StringComparison.Ordinal);
            }

            await tab.CloseAsync();
        }

        Assert.DoesNotContain(visit.Incidents, incident => incident.StartsWith("dialog", StringComparison.Ordinal) || incident.StartsWith("request", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Names_and_texts_are_words_and_nothing_hides_in_them()
    {
        string[] names =
        [
            "<img src=x onerror=alert(1)>.pdf", "\"><script>alert(2)</script>.pdf", "invoice\u202Efdp.exe.pdf", "zero\u200Bwidth\uFEFF.pdf",
            "{{constructor.constructor('alert(3)')()}}.pdf", "javascript:alert(4).pdf", "żółć\u0301 документ 文書.pdf", new string('n', 296) + ".pdf",
        ];
        await using var visit = await OpenAsync(360, 780);
        var messages = Sandbox.Messages.Count;
        foreach (var name in names)
        {
            await SendAsGuideAsync(name);
        }

        await SendTextAsync($"{Script}\u202Egnp.exe <b>bold</b>");
        await Assertions.Expect(visit.Page.Locator("article")).ToHaveCountAsync(names.Length + 1);

        Assert.Equal(names.Length + 1, Sandbox.Messages.Count - messages);
        var shown = await visit.Page.Locator("article .name").AllInnerTextsAsync();
        Assert.Equal(names.Select(name => name.Replace("\u202E", "[U+202E]", StringComparison.Ordinal).Replace("\u200B", "[U+200B]", StringComparison.Ordinal).Replace("\uFEFF", "[U+FEFF]", StringComparison.Ordinal)).Reverse(), shown);
        Assert.Equal([$"{Script}[U+202E]gnp.exe <b>bold</b>"], await visit.Page.Locator("article .text").AllInnerTextsAsync());
        Assert.Equal(0, await visit.Page.Locator("article script, article b, article img").CountAsync());
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "Something sticks out.");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, "names-360.png"), FullPage = true });
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task A_file_is_saved_as_it_came_under_a_name_that_every_system_takes()
    {
        await using var visit = await OpenAsync();
        await SendAsGuideAsync("a\u202E<b>:" + new string('ż', 200) + ".pdf", "what it holds");

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.Locator("article .name a").ClickAsync());

        Assert.Matches("^ab.*ż+\\.pdf$", download.SuggestedFilename);
        Assert.True(Encoding.UTF8.GetByteCount(download.SuggestedFilename) < 255);
        Assert.Equal("what it holds", await File.ReadAllTextAsync(await download.PathAsync()));
    }

    // The community's route takes any name; the agent's is stricter.
    private async Task SendAsGuideAsync(string name, string body = "12345")
    {
        var identity = Sandbox.Identity;
        var opened = (await Client.SendAsync(HttpMethod.Post, "/api/v2/messaging/attachments/guest/upload-url", new { fileName = name, contentType = "application/pdf", size = Encoding.UTF8.GetByteCount(body) })).Body;
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(opened.GetProperty("url").GetString()!, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        foreach (var header in opened.GetProperty("headers").EnumerateObject())
        {
            if (!put.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()))
            {
                put.Content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var stored = await http.SendAsync(put);
        Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync());
        var (status, answer, _) = await Client.SendAsync(HttpMethod.Post, "/api/v2/messaging/messages", new
        {
            to = new { id = identity.ChannelId }, from = new { id = identity.GuestId },
            attachments = new[] { new { id = opened.GetProperty("attachment_id").GetString(), name, contentType = "application/pdf", size = Encoding.UTF8.GetByteCount(body) } },
        });
        Assert.True(status is 200 or 201 or 202, answer.ToString());
    }
}
