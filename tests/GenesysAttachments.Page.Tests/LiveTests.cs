using System.Diagnostics;

namespace GenesysAttachments.Page.Tests;

/// <summary>The page while things happen.</summary>
public sealed class LiveTests(Chromium chromium) : PageTest(chromium)
{
    [BrowserFact]
    public async Task A_message_appears_without_a_reload_within_a_second()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GetByText("Nothing has arrived yet").WaitForAsync();

        var (names, took) = (Enumerable.Range(1, 5).Select(number => $"file{number}.pdf").ToList(), new List<TimeSpan>());
        foreach (var name in names)
        {
            await SendFileAsync(name);
            var since = Stopwatch.StartNew();
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = name }).WaitForAsync();
            took.Add(since.Elapsed);
        }

        // In the middle: a machine with other work may be late once.
        Assert.True(took.Order().ElementAt(2) < TimeSpan.FromSeconds(1), string.Join(", ", took));
        Assert.Equal(names.AsEnumerable().Reverse(), await visit.Page.Locator("article .name").AllInnerTextsAsync());
        await visit.Page.GetByText("the last: file5.pdf").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task A_fault_is_switched_on_by_a_click_and_the_next_send_shows_it()
    {
        await using var visit = await OpenAsync();
        await visit.Page.Locator("#faults summary").ClickAsync();
        var busy = visit.Page.GetByRole(AriaRole.Switch, new() { Name = "Storage is busy" });
        await busy.ClickAsync();
        await visit.Page.Locator("[role=switch][aria-checked=true]").WaitForAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => SendFileAsync("refused.pdf"));

        await visit.Page.Locator("#rows li", new() { HasText = "503" }).GetByText("SlowDown: A scripted failure.").WaitForAsync();
        // It was to strike once.
        await visit.Page.GetByText("none on").WaitForAsync();
        await SendFileAsync("taken.pdf");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "taken.pdf" }).WaitForAsync();
    }

    [BrowserFact]
    public async Task Faults_are_switched_off_too_those_of_scripts_as_well()
    {
        await using var visit = await OpenAsync();
        await visit.Page.Locator("#faults summary").ClickAsync();
        await visit.Page.Locator("#times").SelectOptionAsync("-1");
        var gateway = visit.Page.GetByRole(AriaRole.Switch, new() { Name = "A gateway answers" });
        await gateway.ClickAsync();
        await Client.SendAsync(HttpMethod.Post, "/_sandbox/faults", new { path = "*<b>odd</b>*", status = 500, times = 2 });
        await visit.Page.GetByText("2 on").WaitForAsync();
        Assert.Equal(-1, Sandbox.Faults.All[0].Times);

        await gateway.ClickAsync();
        await visit.Page.GetByText("1 on").WaitForAsync();
        await visit.Page.Locator("#others li", new() { HasText = "path *<b>odd</b>*, status 500 (2 times more)" }).GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.GetByText("none on").WaitForAsync();

        Assert.Empty(Sandbox.Faults.All);
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task What_came_while_the_line_was_cut_is_caught_up_with_once()
    {
        await using var relay = new Relay();
        await using var visit = await Visit.OpenAsync(Chromium, Sandbox.Identity.Url, proxy: relay.Address);
        await SendTextAsync("before");
        await visit.Page.GetByText("before", new() { Exact = true }).WaitForAsync();

        relay.Cut();
        await visit.Page.Locator("#link[data-state=lost]").WaitForAsync();
        await SendTextAsync("meanwhile");
        relay.Mend();
        await visit.Page.Locator("#link[data-state=live]").WaitForAsync();
        await visit.Page.GetByText("meanwhile", new() { Exact = true }).WaitForAsync();

        Assert.Equal(["meanwhile", "before"], await visit.Page.Locator("article .text").AllInnerTextsAsync());
        Assert.Equal(Sandbox.Requests.Count, await visit.Page.Locator("#rows li").CountAsync());
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task A_sandbox_that_was_reset_or_begun_again_is_shown_as_it_is()
    {
        await using var visit = await OpenAsync();
        await SendTextAsync("old");
        await visit.Page.GetByText("old", new() { Exact = true }).WaitForAsync();

        await Client.SendAsync(HttpMethod.Post, "/_sandbox/reset");
        await visit.Page.GetByText("Nothing has arrived yet").WaitForAsync();
        await SendTextAsync("new");
        await visit.Page.GetByText("new", new() { Exact = true }).WaitForAsync();
        Assert.Equal(["new"], await visit.Page.Locator("article .text").AllInnerTextsAsync());

        var port = new Uri(Sandbox.Identity.Url).Port;
        await Sandbox.DisposeAsync();
        await visit.Page.Locator("#link[data-state=lost]").WaitForAsync();
        await using var another = await SandboxServer.StartAsync(new SandboxOptions { Port = port });
        await visit.Page.GetByText("Nothing has arrived yet").WaitForAsync();
    }

    [BrowserFact]
    public async Task One_conversation_is_chosen_and_the_others_are_told_by_their_number()
    {
        var other = (await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { })).Body;
        var id = other.GetProperty("conversationId").GetString()!;
        await using var visit = await OpenAsync();
        await SendTextAsync("here");
        await Client.SendAsync(HttpMethod.Post, $"/api/v2/conversations/messages/{id}/communications/{other.GetProperty("communicationId").GetString()}/messages", new { textBody = "there" });
        await visit.Page.GetByText("there", new() { Exact = true }).WaitForAsync();

        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync(id[..6]);
        await visit.Page.Locator($"input[value='{id}']").CheckAsync();
        await Assertions.Expect(visit.Page.Locator("article .text")).ToHaveTextAsync(["there"]);
        await SendTextAsync("here again");
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await visit.Page.GetByText("2 messages").WaitForAsync();

        Assert.Equal(["there"], await visit.Page.Locator("article .text").AllInnerTextsAsync());
        await Client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { conversationId = id, state = "closed" });
        await visit.Page.Locator("label", new() { HasText = id[..8] }).GetByText("closed").WaitForAsync();
        Assert.Empty(visit.Incidents);
    }

    [BrowserFact]
    public async Task Quota_counts_down_and_only_what_went_wrong_can_be_asked_for()
    {
        await using var visit = await OpenAsync();
        await SendTextAsync("counted");
        await visit.Page.GetByText($"client {Sandbox.Identity.ClientId[..8]}: 299 of 300 requests").WaitForAsync();
        await Client.SendAsync(HttpMethod.Get, "/nowhere?token=a");

        await visit.Page.GetByLabel("Only what went wrong").CheckAsync();

        await Assertions.Expect(visit.Page.Locator("#rows li")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator("#rows li")).ToContainTextAsync("404");
        await Assertions.Expect(visit.Page.Locator("#rows li")).ToContainTextAsync("No such path.");
    }
}
