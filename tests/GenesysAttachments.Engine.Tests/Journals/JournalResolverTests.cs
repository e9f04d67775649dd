using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests.Journals;

/// <summary>The morning after: what a journal leaves open is looked for, and nothing is sent.</summary>
public sealed class JournalResolverTests
{
    private static readonly string[] One = ["a.pdf"];

    [Theory]
    [InlineData(2, "2 seconds")]
    [InlineData(119 * 60, "119 minutes")]
    [InlineData(47 * 3600, "47 hours")]
    [InlineData(5 * 86400, "5 days")]
    public async Task What_the_conversation_does_not_show_stays_unknown_and_says_for_how_long(int seconds, string age)
    {
        using var desk = await OpenAsync();
        var platform = new Platform { Tells = false };
        Begin(desk, platform);
        var time = new ClockAt(Assert.Single(JournalDesk.Read(desk.Path).Entries).Intended!.Value.AddSeconds(seconds));

        var entry = Assert.Single(await ResolveAsync(desk, platform, time));

        Assert.Equal(("Unknown", ErrorIds.MessageOutcomeUnknown, false), (entry.State, entry.ErrorId, entry.CanRetry));
        Assert.Contains($"does not show it, {age} after its request", entry.Message, StringComparison.Ordinal);
        Assert.Equal(entry.Message, Assert.Single(JournalDesk.Read(desk.Path).Entries).Message);
        Assert.Equal(ReceiptStates.Unknown, Assert.Single(desk.Run(platform, One)).State);
        Assert.Single(platform.Arrived);
    }

    [Fact]
    public async Task What_the_conversation_shows_has_gone_also_where_it_did_not_show_it_before()
    {
        using var desk = await OpenAsync();
        var platform = new Platform { Tells = false };
        Begin(desk, platform);
        Assert.Equal("Unknown", Assert.Single(await ResolveAsync(desk, platform)).State);
        platform.Tells = true;

        var entry = Assert.Single(await ResolveAsync(desk, platform));

        Assert.Equal(("Sent", null, null), (entry.State, entry.ErrorId, entry.Message));
        Assert.StartsWith("message-of-", entry.MessageId, StringComparison.Ordinal);
        Assert.Empty(await ResolveAsync(desk, platform));
        Assert.Equal((ReceiptStates.Skipped, entry.MessageId), Assert.Single(desk.Run(platform, One).Select(receipt => (receipt.State, receipt.Transfer.MessageId))));
        Assert.Contains("\"found\":true", (await File.ReadAllLinesAsync(desk.Path)).Single(line => line.Contains("\"sent\"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_channel_refused_has_not_gone_and_is_tried_again()
    {
        using var desk = await OpenAsync();
        var platform = new Platform { Refuses = true };
        Begin(desk, platform);

        Assert.Equal(("Failed", ErrorIds.MessageRejected), Assert.Single((await ResolveAsync(desk, platform)).Select(entry => (entry.State, entry.ErrorId!))));

        platform.Refuses = false;
        Assert.Equal(ReceiptStates.Sent, Assert.Single(desk.Run(platform, One)).State);
    }

    [Fact]
    public async Task A_run_that_finds_it_refused_says_so_and_the_next_tries_again()
    {
        using var desk = await OpenAsync();
        var platform = new Platform { Refuses = true };
        Begin(desk, platform);

        Assert.Equal(ErrorIds.MessageRejected, Assert.Single(desk.Run(platform, One)).Error?.ErrorId);
        Assert.Equal(ReceiptStates.Sent, Assert.Single(desk.Run(platform, One)).State);
    }

    [Fact]
    public async Task Where_nobody_can_look_nothing_is_written_down()
    {
        using var desk = await OpenAsync();
        var platform = new Platform { Breaks = true };
        Begin(desk, platform);

        await Assert.ThrowsAsync<GCException>(() => ResolveAsync(desk, platform));

        platform.Breaks = false;
        Assert.Equal("Sent", Assert.Single(await ResolveAsync(desk, platform)).State);
    }

    [Fact]
    public async Task A_journal_that_is_not_there_is_not_begun_and_one_that_is_written_is_left_alone()
    {
        using var desk = await OpenAsync();
        Assert.Equal(ErrorIds.FileNotFound, Assert.Throws<GCException>(() => JournalResolver.OpenAt(desk.Path, TimeProvider.System)).ErrorId);
        Assert.False(File.Exists(desk.Path));
        using var held = Journal.Open(desk.Path, TimeProvider.System);
        Assert.Equal(ErrorIds.JournalUnusable, Assert.Throws<GCException>(() => JournalResolver.OpenAt(desk.Path, TimeProvider.System)).ErrorId);
        Assert.True(new JournalReader(desk.Path).IsBeingWritten);
        held.Dispose();
        Assert.False(new JournalReader(desk.Path).IsBeingWritten);
    }

    [Theory]
    [InlineData(true, false, 1, false)]
    [InlineData(false, false, 1, true)]
    [InlineData(false, true, 2, false)]
    public async Task A_text_whose_request_was_under_way_goes_again_only_where_that_is_forced(bool tells, bool isForced, int texts, bool warns)
    {
        using var desk = await JournalDesk.StartAsync("a.pdf", "b.pdf");
        var platform = new Platform { Tells = tells };
        desk.Run(platform, One, text: "Hello");
        // Between the text and its file.
        var lines = await File.ReadAllLinesAsync(desk.Path);
        await File.WriteAllTextAsync(desk.Path, string.Join('\n', lines.Take(1 + Array.FindIndex(lines, line => line.Contains("posting", StringComparison.Ordinal)))) + "\n");
        var left = platform.At(0, tells);
        left.Arrived.Enqueue(("Hello", "Hello", 0));

        var receipts = desk.Run(left, ["a.pdf", "b.pdf"], text: "Hello", force: isForced);

        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(texts, left.Arrived.Count(item => item.What == "Hello"));
        Assert.Equal(warns ? 1 : 0, receipts.Sum(receipt => receipt.Transfer.Warnings.Count(warning => warning.Contains("text may have gone", StringComparison.Ordinal))));
        Assert.Empty(desk.Run(left, ["a.pdf", "b.pdf"], text: "Hello").SelectMany(receipt => receipt.Transfer.Warnings));
        Assert.Equal(texts, left.Arrived.Count(item => item.What == "Hello"));
    }

    private static Task<JournalDesk> OpenAsync() => JournalDesk.StartAsync(One);

    /// <summary>A run that ended while its message was under way.</summary>
    private static void Begin(JournalDesk desk, Platform platform)
    {
        desk.Run(platform, One);
        JournalDesk.Cut(desk.Path, "\"event\":\"sent\"");
    }

    private static async Task<IReadOnlyList<JournalEntry>> ResolveAsync(JournalDesk desk, Platform platform, TimeProvider? time = null)
    {
        using var resolver = JournalResolver.OpenAt(desk.Path, time ?? TimeProvider.System);
        resolver.RoutesOf = _ => new Dictionary<string, IRoute> { [RouteNames.Agent] = platform.Route(() => 0) };
        var settled = new List<JournalEntry>();
        foreach (var entry in resolver.Open)
        {
            settled.Add(await resolver.SettleAsync(entry, desk.Desk.Session, new CallContext { Transfer = new Transfer() }, default));
        }

        return settled;
    }

    private sealed class ClockAt(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
