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
public sealed class FindingTests : IAsyncLifetime
{
    private const string Path = "/api/v2/analytics/conversations/details/query";
    private static readonly DateTimeOffset Begin = new(DateTime.UtcNow.Date.AddDays(-300), TimeSpan.Zero);
    private static readonly ConversationSearch Week = new(Begin, Begin.AddDays(7));
    private readonly SkippingTime _time = new();
    private Harness _harness = null!;

    public async Task InitializeAsync() => _harness = await Harness.StartAsync(time: _time);

    public async Task DisposeAsync() => await _harness.DisposeAsync();

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
        Assert.Equal(requests, _harness.Calls.Count());
    }

    /// <summary>Whatever a span begins and ends with: no part of it is empty on the wire, and its last moment is in it.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(9_999, 10_001)]
    [InlineData(0, 7 * TimeSpan.TicksPerDay)]
    [InlineData(5, (7 * TimeSpan.TicksPerDay) + 5)]
    [InlineData(9_999, (7 * TimeSpan.TicksPerDay) + 10_000)]
    [InlineData(3, (14 * TimeSpan.TicksPerDay) + 4)]
    [InlineData(10_000, (21 * TimeSpan.TicksPerDay) + 1)]
    public async Task A_span_is_asked_for_in_whole_milliseconds(long from, long to)
    {
        var id = await OpenAsync(Begin.AddTicks(to - 1));

        Assert.Equal([id], Ids(await FindAsync(new ConversationSearch(Begin.AddTicks(from), Begin.AddTicks(to)))));

        // And halved, however often.
        var halves = new ConversationFinder(_harness.Session.Api!, new ConversationSearch(Begin.AddTicks(from), Begin.AddTicks(to)).Checked(_time.GetUtcNow()), mostHits: 0);
        Assert.Equal([id], Ids(await RestAsync(halves)));
    }

    [Fact]
    public async Task A_page_is_asked_for_when_it_is_wanted_and_not_before()
    {
        await OpenAsync(250);

        var finder = _harness.Session.Find(Week);
        Assert.Empty(_harness.Calls);
        var first = await finder.NextAsync(CallContext.Silent, default);

        Assert.Equal((100, 250, false), (first.Conversations.Count, first.Hits, finder.IsDone));
        Assert.Single(_harness.Calls);
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
    public async Task A_long_span_is_read_in_parts_and_what_goes_on_over_several_of_them_is_found_once()
    {
        var long_ = await OpenAsync(Begin);
        foreach (var day in new[] { 8, 16 })
        {
            await AddFileAsync(long_, Begin.AddDays(day));
        }

        var late = await OpenAsync(Begin.AddDays(16));

        Assert.Equal([long_, late], (await FindAsync(new(Begin, Begin.AddDays(20)))).Select(conversation => conversation.ConversationId));
        Assert.Equal(3, _harness.Calls.Count());
    }

    [Fact]
    public async Task What_moves_back_by_a_page_is_not_told_twice()
    {
        var ids = await OpenAsync(150);
        var finder = _harness.Session.Find(Week);
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
        var finder = _harness.Session.Find(Week with { Active = true });
        var found = (await finder.NextAsync(CallContext.Silent, default)).Conversations.ToList();
        foreach (var id in ids[..60])
        {
            await _harness.Http.PostAsJsonAsync(Control("conversations"), new { conversationId = id, state = "closed" });
        }

        found.AddRange(await RestAsync(finder));

        Assert.Equal(ids.Order(StringComparer.Ordinal), found.Select(conversation => conversation.ConversationId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_part_with_too_many_is_halved_until_it_has_fewer()
    {
        var ids = await OpenAsync(120, TimeSpan.FromHours(1));
        var finder = new ConversationFinder(_harness.Session.Api!, Week, mostHits: 40);
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
        _harness.Sandbox.Faults.Add(new Fault { Path = Path, Status = 200, Body = $$"""{"totalHits":130,"conversations":["{{new string('x', 4 * 1024 * 1024)}}"]}""" });

        Assert.Equal(ids, (await FindAsync(Week)).Select(conversation => conversation.ConversationId));
        Assert.Equal(4, _harness.Calls.Count());
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
        var secret = _harness.Sandbox.Identity.ClientSecret;
        Answer($$"""{"totalHits":2,"conversations":[{"conversationId":"c","originatingDirection":"{{secret}}","participants":[{"purpose":"customer","sessions":[{"messageType":"{{secret}}","addressFrom":"to {{secret}}"}]}]},{"conversationId":"{{secret}}"}]}""");

        var found = Assert.Single(await FindAsync(Week));

        Assert.Equal("c", found.ConversationId);
        Assert.DoesNotContain(secret, found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_never_ends_is_given_up()
    {
        Answer("""{"totalHits":1000000,"conversations":[{"conversationId":"c"}]}""");

        var error = await Assert.ThrowsAsync<GCException>(() => FindAsync(Week));

        Assert.Equal(ErrorIds.AnswerInvalid, error.ErrorId);
        Assert.InRange(_harness.Calls.Count(), 200, 230);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        using var made = await _harness.Http.PostAsJsonAsync(Control("clients"), new { permissions = new[] { "conversation:message:view" } });
        var client = await made.Content.ReadFromJsonAsync<JsonElement>();
        using var poor = await OrgSession.ConnectAsync(
            new SessionSettings { Domain = "sandbox", Endpoint = new Uri(_harness.Sandbox.Identity.Url) },
            ClientCredential.FromSecret(client.GetProperty("clientId").GetString()!, client.GetProperty("clientSecret").GetString()!),
            CallContext.Silent,
            default,
            _time);

        var error = await Assert.ThrowsAsync<GCException>(() => poor.Find(Week).NextAsync(CallContext.Silent, default));

        Assert.Equal((ErrorIds.PermissionMissing, 403), (error.ErrorId, error.StatusCode));
        Assert.Contains("analytics:conversationDetail:view", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_keep_to_the_session_s_pace()
    {
        await OpenAsync(250);
        using var slow = await _harness.ConnectAsync(settings: new SessionSettings { Domain = "slow", Endpoint = new Uri(_harness.Sandbox.Identity.Url), RequestsPerMinute = 2 });

        var found = await RestAsync(slow.Find(Week));

        Assert.Equal(250, found.Count);
        var times = _harness.Calls.Select(call => call.At).ToList();
        Assert.True(times[2] - times[0] >= TimeSpan.FromSeconds(60), $"The third request came {(times[2] - times[0]).TotalSeconds} s after the first.");
    }

    [Fact]
    public async Task A_429_pauses_the_search_and_it_goes_on()
    {
        var ids = await OpenAsync(150);
        _harness.Sandbox.Faults.Add(new Fault { Path = Path, Status = 429, Headers = new() { ["Retry-After"] = "7" } });

        Assert.Equal(ids, Ids(await FindAsync(Week)));
        Assert.Contains(_time.Pauses, pause => pause >= TimeSpan.FromSeconds(6.5));
    }

    [Fact]
    public async Task A_stop_ends_a_page_that_nobody_answers()
    {
        _harness.Sandbox.Faults.Add(new Fault { Path = Path, Stall = true });
        using var stop = new CancellationTokenSource();

        var page = _harness.Session.Find(Week).NextAsync(CallContext.Silent, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => page);
    }

    [Theory]
    [InlineData(0, 0, "The span is empty")]
    [InlineData(2, 1, "The span is empty")]
    [InlineData(-400_000, 1, "longer than 5 years")]
    public void A_span_that_is_none_is_refused_before_anything_is_asked(int since, int until, string words)
    {
        var error = Assert.Throws<GCException>(() => _harness.Session.Find(new(Begin.AddDays(since), Begin.AddDays(until))));

        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice!);
        Assert.Empty(_harness.Calls);
    }

    [Fact]
    public async Task A_span_of_the_future_is_refused_and_one_that_reaches_into_it_ends_now()
    {
        var now = _time.GetUtcNow();

        var error = Assert.Throws<GCException>(() => _harness.Session.Find(new(now.AddDays(1), now.AddDays(2))));
        await FindAsync(new(now.AddDays(-1), now.AddDays(100)));

        Assert.Contains("-Since lies in the future", error.Message, StringComparison.Ordinal);
        Assert.Single(_harness.Calls);
    }

    [Fact]
    public async Task A_guest_finds_nothing()
    {
        var guest = await _harness.ConnectGuestAsync();

        Assert.Equal(ErrorIds.NotConnected, Assert.Throws<GCException>(() => guest.Find(Week)).ErrorId);
    }

    private static IEnumerable<string> Ids(IEnumerable<FoundConversation> found) => found.Select(conversation => conversation.ConversationId);

    private void Answer(string body) => _harness.Sandbox.Faults.Add(new Fault { Path = Path, Times = -1, Status = 200, Body = body });

    private Task<List<FoundConversation>> FindAsync(ConversationSearch search) => RestAsync(_harness.Session.Find(search));

    private static async Task<List<FoundConversation>> RestAsync(ConversationFinder finder)
    {
        var found = new List<FoundConversation>();
        while (!finder.IsDone)
        {
            found.AddRange((await finder.NextAsync(CallContext.Silent, default)).Conversations);
        }

        return found;
    }

    private Uri Control(string path) => new($"{_harness.Sandbox.Identity.Url}/_sandbox/{path}");

    private async Task<List<string>> OpenAsync(int count, TimeSpan? apart = null)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await OpenAsync(Begin + ((apart ?? TimeSpan.FromMinutes(1)) * i)));
        }

        return ids;
    }

    private async Task<string> OpenAsync(DateTimeOffset startedAt, string? guestId = null, DateTimeOffset? endedAt = null)
    {
        using var reply = await _harness.Http.PostAsJsonAsync(Control("conversations"), new { startedAt, endedAt, guestId, state = endedAt is null ? "connected" : "closed" });
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationId").GetString()!;
    }

    private async Task AddFileAsync(string id, DateTimeOffset at)
    {
        using var reply = await _harness.Http.PostAsJsonAsync(Control($"conversations/{id}/messages"), new { at, attachments = new[] { new { length = 5 } } });
        Assert.True(reply.IsSuccessStatusCode);
    }
}
