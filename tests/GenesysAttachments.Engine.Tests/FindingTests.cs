using System.Net.Http.Json;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org.Finding;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Conversations found by analytics: page by page, each once, whatever changes meanwhile.</summary>
public sealed class FindingTests : FindingDesk
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(250, 3)]
    public async Task All_of_them_are_found_once_oldest_first_by_a_request_for_each_hundred(int count, int requests)
    {
        var ids = await OpenAsync(count);

        var found = await FindAsync(Week);

        Assert.Equal(ids, found.Select(conversation => conversation.ConversationId));
        Assert.Equal(requests, Harness.Calls.Count());
    }

    [Fact]
    public async Task A_page_is_asked_for_when_it_is_wanted_and_not_before()
    {
        await OpenAsync(250);

        var finder = Harness.Session.Find(Week);
        Assert.Empty(Harness.Calls);
        var first = await finder.NextAsync(CallContext.Silent, default);

        Assert.Equal((100, 250, false), (first.Conversations.Count, first.Hits, finder.IsDone));
        Assert.Single(Harness.Calls);
    }

    [Fact]
    public async Task What_is_told_of_a_conversation_is_told_in_utc()
    {
        var id = await OpenAsync(Begin.AddHours(2), guestId: "+4930123456", endedAt: Begin.AddHours(3));
        await AddFileAsync(id, Begin.AddHours(2.5));

        var found = Assert.Single(await FindAsync(Week));

        Assert.Equal(new FoundConversation(id, Begin.AddHours(2), Begin.AddHours(3), "webmessaging", "inbound", "+4930123456", 1), found);
        Assert.Equal(TimeSpan.Zero, found.Started!.Value.Offset);
    }

    [Fact]
    public async Task What_moves_back_by_a_page_is_not_told_twice()
    {
        var ids = await OpenAsync(150);
        var finder = Harness.Session.Find(Week);
        var found = (await finder.NextAsync(CallContext.Silent, default)).Conversations.ToList();

        // Begun before the others, and in the interval since somebody has spoken: all others move back.
        for (var i = 0; i < 30; i++)
        {
            await AddFileAsync(await OpenAsync(Begin.AddDays(-1)), Begin.AddHours(1));
        }

        found.AddRange(await RestAsync(finder));

        Assert.Equal(ids, found.Select(conversation => conversation.ConversationId).Where(ids.Contains));
        Assert.Equal(found.Count, found.DistinctBy(conversation => conversation.ConversationId).Count());
    }

    // Of 150, all that is left has moved onto the page that was read.
    [Theory]
    [InlineData(250)]
    [InlineData(150)]
    public async Task What_moves_forward_past_the_page_is_found_all_the_same(int count)
    {
        var ids = await OpenAsync(count);
        var finder = Harness.Session.Find(Week with { Active = true });
        var found = (await finder.NextAsync(CallContext.Silent, default)).Conversations.ToList();
        foreach (var id in ids[..60])
        {
            await Harness.Http.PostAsJsonAsync(Control("conversations"), new { conversationId = id, state = "closed" });
        }

        found.AddRange(await RestAsync(finder));

        Assert.Equal(ids.Order(StringComparer.Ordinal), found.Select(conversation => conversation.ConversationId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_part_with_too_many_is_halved_until_it_has_fewer()
    {
        var ids = await OpenAsync(120, TimeSpan.FromHours(1));
        var finder = new ConversationFinder(Harness.Session.Api!, Week, mostHits: 40);
        var pages = new List<FoundPage>();
        while (!finder.IsDone)
        {
            pages.Add(await finder.NextAsync(CallContext.Silent, default));
        }

        Assert.Equal(ids, Ids(pages.SelectMany(page => page.Conversations)));
        Assert.All(pages.Where(page => page.Conversations.Count > 0), page => Assert.InRange(page.Hits, 1, 40));
    }

    [Fact]
    public async Task A_page_that_is_too_long_an_answer_is_asked_for_in_smaller_ones()
    {
        var ids = await OpenAsync(130);
        Harness.Sandbox.Faults.Add(new Fault { Path = Path, Status = 200, Body = $$"""{"totalHits":130,"conversations":["{{new string('x', 4 * 1024 * 1024)}}"]}""" });

        Assert.Equal(ids, (await FindAsync(Week)).Select(conversation => conversation.ConversationId));
        Assert.Equal(4, Harness.Calls.Count());
    }

    [Fact]
    public async Task Filters_narrow_it_to_what_has_files_what_goes_on_and_whose_it_is()
    {
        var files = await OpenAsync(Begin);
        await AddFileAsync(files, Begin.AddHours(1));
        var over = await OpenAsync(Begin.AddHours(2), endedAt: Begin.AddHours(3));
        var theirs = await OpenAsync(Begin.AddHours(4), guestId: "them@example.com");

        Assert.Equal([files], Ids(await FindAsync(Week with { WithAttachment = true })));
        Assert.Equal([files, theirs], Ids(await FindAsync(Week with { Active = true })));
        Assert.Equal([theirs], Ids(await FindAsync(Week with { Address = " them@example.com " })));
        Assert.Empty(await FindAsync(Week with { Address = "them@example.com", WithAttachment = true }));
        Assert.Equal([files, over, theirs], Ids(await FindAsync(Week)));
    }

    [Theory]
    [InlineData("""[{"sessions":[{"mediaType":"message","mediaCount":0}]}]""", 0)]
    [InlineData("""[{"sessions":[{"mediaType":"message"}]}]""", 1)]
    [InlineData("""[{"sessions":[{"mediaType":"message","mediaCount":0},{"mediaType":"message","mediaCount":"2"}]}]""", 1)]
    [InlineData("null", 1)]
    public async Task One_whose_sessions_all_count_no_media_has_no_attachment(string participants, int count)
    {
        Answer($$"""{"totalHits":1,"conversations":[{"conversationId":"c","participants":{{participants}}}]}""");

        Assert.Equal(count, (await FindAsync(Week with { WithAttachment = true })).Count);
    }

    [Fact]
    public async Task What_is_shown_of_strangers_is_cleaned()
    {
        Answer("""{"totalHits":1,"conversations":[{"conversationId":"c","conversationStart":"tomorrow","participants":[{"purpose":"customer","sessions":[{"messageType":"a\u001b[31m","addressFrom":"gpj.\u202Eexe"}]}]}]}""");

        var found = Assert.Single(await FindAsync(Week));

        Assert.Null(found.Started);
        Assert.DoesNotContain(found.Channel + found.Address, character => char.IsControl(character) || character == '\u202E');
    }

    [Fact]
    public async Task An_answer_that_repeats_the_session_s_secret_does_not_show_it()
    {
        var secret = Harness.Sandbox.Identity.ClientSecret;
        Answer($$"""{"totalHits":2,"conversations":[{"conversationId":"c","originatingDirection":"{{secret}}","participants":[{"purpose":"customer","sessions":[{"messageType":"{{secret}}","addressFrom":"to {{secret}}"}]}]},{"conversationId":"{{secret}}"}]}""");

        var found = Assert.Single(await FindAsync(Week));

        Assert.Equal("c", found.ConversationId);
        Assert.DoesNotContain(secret, found.ToString(), StringComparison.Ordinal);
    }
}
