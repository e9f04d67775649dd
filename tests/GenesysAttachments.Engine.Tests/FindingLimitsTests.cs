using System.Net.Http.Json;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org.Finding;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The span of a search, its pace, and what refuses or ends it.</summary>
public sealed class FindingLimitsTests : FindingDesk
{
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
        var halves = new ConversationFinder(Harness.Session.Api!, new ConversationSearch(Begin.AddTicks(from), Begin.AddTicks(to)).Checked(Time.GetUtcNow()), mostHits: 0);
        Assert.Equal([id], Ids(await RestAsync(halves)));
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
        Assert.Equal(3, Harness.Calls.Count());
    }

    [Fact]
    public async Task A_result_that_never_ends_is_given_up()
    {
        Answer("""{"totalHits":1000000,"conversations":[{"conversationId":"c"}]}""");

        var error = await Assert.ThrowsAsync<GCException>(() => FindAsync(Week));

        Assert.Equal(ErrorIds.AnswerInvalid, error.ErrorId);
        Assert.InRange(Harness.Calls.Count(), 200, 230);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        using var made = await Harness.Http.PostAsJsonAsync(Control("clients"), new { permissions = new[] { "conversation:message:view" } });
        var client = await made.Content.ReadFromJsonAsync<JsonElement>();
        using var poor = await OrgSession.ConnectAsync(
            new SessionSettings { Domain = "sandbox", Endpoint = new Uri(Harness.Sandbox.Identity.Url) },
            ClientCredential.FromSecret(client.GetProperty("clientId").GetString()!, client.GetProperty("clientSecret").GetString()!),
            CallContext.Silent,
            default,
            Time);

        var error = await Assert.ThrowsAsync<GCException>(() => poor.Find(Week).NextAsync(CallContext.Silent, default));

        Assert.Equal((ErrorIds.PermissionMissing, 403), (error.ErrorId, error.StatusCode));
        Assert.Contains("analytics:conversationDetail:view", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_keep_to_the_session_s_pace()
    {
        await OpenAsync(250);
        using var slow = await Harness.ConnectAsync(settings: new SessionSettings { Domain = "slow", Endpoint = new Uri(Harness.Sandbox.Identity.Url), RequestsPerMinute = 2 });

        var found = await RestAsync(slow.Find(Week));

        Assert.Equal(250, found.Count);
        var times = Harness.Calls.Select(call => call.At).ToList();
        Assert.True(times[2] - times[0] >= TimeSpan.FromSeconds(60), $"The third request came {(times[2] - times[0]).TotalSeconds} s after the first.");
    }

    [Fact]
    public async Task A_429_pauses_the_search_and_it_goes_on()
    {
        var ids = await OpenAsync(150);
        Harness.Sandbox.Faults.Add(new Fault { Path = Path, Status = 429, Headers = new() { ["Retry-After"] = "7" } });

        Assert.Equal(ids, Ids(await FindAsync(Week)));
        Assert.Contains(Time.Pauses, pause => pause >= TimeSpan.FromSeconds(6.5));
    }

    [Fact]
    public async Task A_stop_ends_a_page_that_nobody_answers()
    {
        Harness.Sandbox.Faults.Add(new Fault { Path = Path, Stall = true });
        using var stop = new CancellationTokenSource();

        var page = Harness.Session.Find(Week).NextAsync(CallContext.Silent, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => page);
    }

    [Theory]
    [InlineData(0, 0, "The span is empty")]
    [InlineData(2, 1, "The span is empty")]
    [InlineData(-400_000, 1, "longer than 5 years")]
    public void A_span_that_is_none_is_refused_before_anything_is_asked(int since, int until, string words)
    {
        var error = Assert.Throws<GCException>(() => Harness.Session.Find(new(Begin.AddDays(since), Begin.AddDays(until))));

        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice!);
        Assert.Empty(Harness.Calls);
    }

    [Fact]
    public async Task A_span_of_the_future_is_refused_and_one_that_reaches_into_it_ends_now()
    {
        var now = Time.GetUtcNow();

        var error = Assert.Throws<GCException>(() => Harness.Session.Find(new(now.AddDays(1), now.AddDays(2))));
        await FindAsync(new(now.AddDays(-1), now.AddDays(100)));

        Assert.Contains("-Since lies in the future", error.Message, StringComparison.Ordinal);
        Assert.Single(Harness.Calls);
    }

    [Fact]
    public async Task A_guest_finds_nothing()
    {
        var guest = await Harness.ConnectGuestAsync();

        Assert.Equal(ErrorIds.NotConnected, Assert.Throws<GCException>(() => guest.Find(Week)).ErrorId);
    }
}
