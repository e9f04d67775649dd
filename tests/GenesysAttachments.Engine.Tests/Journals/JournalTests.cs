using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests.Journals;

/// <summary>The same line again, with a journal: what has gone does not go again, and the rest does.</summary>
public sealed class JournalTests
{
    private static readonly string[] Three = ["a.pdf", "b.pdf", "c.pdf"];

    [Fact]
    public async Task The_same_line_again_skips_what_went_and_says_which_message_it_was()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform();

        var first = desk.Run(platform, Three, text: "Hello");
        var second = desk.Run(platform, [.. Three, "d.pdf"], text: "Hello");

        Assert.All(first, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal([ReceiptStates.Skipped, ReceiptStates.Skipped, ReceiptStates.Skipped, ReceiptStates.Rejected], second.Select(receipt => receipt.State));
        Assert.Equal(first.Select(receipt => receipt.Transfer.MessageId), second.Take(3).Select(receipt => receipt.Transfer.MessageId));
        Assert.Equal(["Hello", .. Three], platform.Arrived.Select(item => item.What));
    }

    [Fact]
    public async Task The_nth_equal_row_is_the_nth_item()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform();
        string[] equal = ["a.pdf", "a.pdf", "b.pdf", "a.pdf"];

        desk.Run(platform, equal);
        Assert.Equal(4, platform.Arrived.Count);
        Assert.All(desk.Run(platform, equal), receipt => Assert.Equal(ReceiptStates.Skipped, receipt.State));
        Assert.Equal([ReceiptStates.Skipped, ReceiptStates.Skipped, ReceiptStates.Skipped, ReceiptStates.Sent], desk.Run(platform, ["a.pdf", "a.pdf", "a.pdf", "a.pdf"]).Select(receipt => receipt.State));
    }

    [Fact]
    public async Task A_touched_file_is_the_same_and_a_changed_one_is_new()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform();
        var path = Path.Combine(desk.Desk.Folder, "a.pdf");
        desk.Run(platform, ["a.pdf"]);

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(1));
        Assert.Equal(ReceiptStates.Skipped, Assert.Single(desk.Run(platform, ["a.pdf"])).State);

        await File.WriteAllTextAsync(path, "%PDF-1.4\n"); // As long as before.
        Assert.Equal(ReceiptStates.Sent, Assert.Single(desk.Run(platform, ["a.pdf"])).State);
        Assert.Equal(ReceiptStates.Skipped, Assert.Single(desk.Run(platform, ["a.pdf"])).State);
    }

    [Fact]
    public async Task Another_text_name_or_target_is_another_item()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform();

        Assert.All(desk.Run(platform, ["a.pdf|one", "a.pdf|two", "a.pdf"]), receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.All(desk.Run(platform, ["a.pdf|two", "a.pdf", "a.pdf|one"]), receipt => Assert.Equal(ReceiptStates.Skipped, receipt.State));
        Assert.Equal(["one", "two"], platform.Arrived.Select(item => item.What).Where(what => what != "a.pdf"));
    }

    [Theory]
    [InlineData(true, "Sent", 1)]
    [InlineData(false, "Unknown", 1)]
    public async Task A_message_whose_outcome_nobody_noted_is_looked_for_and_never_sent_by_itself(bool tells, string state, int arrived)
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform { Tells = tells };
        desk.Run(platform, ["a.pdf"]);
        JournalDesk.Cut(desk.Path, "\"event\":\"sent\"");

        Assert.Equal(state, Assert.Single(desk.Run(platform, ["a.pdf"])).State);
        Assert.Equal(state == "Sent" ? ReceiptStates.Skipped : state, Assert.Single(desk.Run(platform, ["a.pdf"])).State);
        Assert.Equal(arrived, platform.Arrived.Count);
        Assert.Equal(state == "Sent" ? ReceiptStates.Skipped : ReceiptStates.Sent, Assert.Single(desk.Run(platform, ["a.pdf"], force: true)).State);
    }

    [Fact]
    public async Task An_intent_without_its_mark_goes_again_within_a_start_of_the_machine_and_counts_as_gone_after_it()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform { Tells = false };
        desk.Run(platform, ["a.pdf"]);
        JournalDesk.Cut(desk.Path, "\"event\":\"posting\"");
        var text = await File.ReadAllTextAsync(desk.Path);

        if (BootName.Current is not null)
        {
            Assert.Equal("Cancelled", Assert.Single(JournalDesk.Read(desk.Path).Entries).State);
            Assert.Equal(ReceiptStates.Sent, Assert.Single(desk.Run(platform, ["a.pdf"])).State);
        }

        await File.WriteAllTextAsync(desk.Path, text.Replace(BootName.Current ?? "none", "another", StringComparison.Ordinal));
        Assert.Equal("Unknown", Assert.Single(JournalDesk.Read(desk.Path).Entries).State);
        Assert.Equal(ReceiptStates.Unknown, Assert.Single(desk.Run(platform, ["a.pdf"])).State);
    }

    [Fact]
    public async Task Lines_that_nobody_can_read_are_passed_over_and_counted()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform();
        desk.Run(platform, Three);
        var lines = await File.ReadAllLinesAsync(desk.Path);
        string[] odd = ["", new string('\0', 300), "{\"event\":\"sent\",\"key\":\"0\"", "not json", "[1]", "{\"event\":7}", "{\"event\":\"sent\",\"key\":\"zz\"}", "{\"event\":\"moved\",\"key\":\"00\",\"new\":{\"a\":[1]}}", "{\"event\":\"run\",\"version\":1,\"more\":true}"];
        await File.WriteAllTextAsync(desk.Path, string.Join('\n', odd.SelectMany((line, i) => new[] { line, lines[Math.Min(i, lines.Length - 1)] }).Concat(lines)) + "\n");

        using (var journal = Journal.Open(desk.Path, TimeProvider.System))
        {
            Assert.Equal(6, journal.Unreadable); // Not the empty one, nor those of a later version.
        }

        Assert.All(desk.Run(platform, Three), receipt => Assert.Equal(ReceiptStates.Skipped, receipt.State));
    }

    [Fact]
    public async Task A_second_writer_is_refused_and_told_who_has_it_and_a_reader_is_not()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        desk.Run(new Platform(), Three);
        using var held = Journal.Open(desk.Path, TimeProvider.System);

        var error = Assert.Throws<GCException>(() => Journal.Open(desk.Path, TimeProvider.System));

        Assert.Equal((ErrorIds.JournalUnusable, true), (error.ErrorId, error.CanRetry));
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", error.Message, StringComparison.Ordinal);
        Assert.Equal(Three, JournalDesk.Read(desk.Path).Entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task It_reads_back_as_what_became_of_each_file()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform { Tells = false };
        desk.Run(platform, ["a.pdf|Hello", "b.pdf", "none.pdf"]);
        var reader = JournalDesk.Read(desk.Path);
        var entries = reader.Entries.OrderBy(entry => entry.Index).ToList();

        Assert.Equal(0, reader.Unreadable);
        Assert.Equal([("a.pdf", "Sent"), ("b.pdf", "Sent"), ("none.pdf", "Rejected")], entries.Select(entry => (entry.Name, entry.State)));
        Assert.Equal((PlanningDesk.Conversation, "leg"), (entries[0].Target.ConversationId, entries[0].Target.CommunicationId));
        Assert.Equal((0, "FileNotFound", false), (entries[0].Index, entries[2].ErrorId, entries[2].CanRetry));
        Assert.NotNull(entries[0].Sha256);
        Assert.DoesNotContain("Hello", await File.ReadAllTextAsync(desk.Path), StringComparison.Ordinal);

        JournalDesk.Cut(desk.Path, "\"event\":\"sent\",\"key\":");
        Assert.Equal(ErrorIds.MessageOutcomeUnknown, JournalDesk.Read(desk.Path).Entries.Single(entry => entry.Name == "b.pdf").ErrorId);
    }

    [Theory]
    [InlineData("no such folder/run.jsonl")]
    [InlineData(".")]
    public async Task What_cannot_be_a_journal_is_refused_before_anything_is_sent(string path)
    {
        using var desk = await JournalDesk.StartAsync(Three);

        Assert.Equal(ErrorIds.JournalUnusable, Assert.Throws<GCException>(() => Journal.Open(Path.Combine(desk.Desk.Folder, path), TimeProvider.System)).ErrorId);
    }

    /// <summary>What a run may come to that does not find out what became of the message of the one before.</summary>
    [Theory]
    [InlineData("stopped")]
    [InlineData("cannot look")]
    [InlineData("does not find it")]
    public async Task A_run_that_does_not_find_out_takes_nothing_back(string how)
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform();
        desk.Run(platform, ["a.pdf"]);
        JournalDesk.Cut(desk.Path, "\"event\":\"sent\"");
        platform.Breaks = how == "cannot look";
        var between = how == "does not find it" ? new Platform { Tells = false } : platform;

        for (var run = 0; run < 3; run++)
        {
            Assert.Contains(Assert.Single(desk.Run(between, ["a.pdf"], isStopped: how == "stopped")).State, (string[])[ReceiptStates.Cancelled, ReceiptStates.Failed, ReceiptStates.Unknown]);
        }

        platform.Breaks = false;
        Assert.Equal(how == "does not find it" ? ReceiptStates.Unknown : ReceiptStates.Sent, Assert.Single(desk.Run(platform, ["a.pdf"])).State);
        Assert.Single(platform.Arrived);
        Assert.Empty(between == platform ? [] : between.Arrived);
    }

    [Fact]
    public async Task Without_a_journal_that_can_be_written_nothing_is_sent()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        var platform = new Platform();

        var receipts = desk.Run(platform, Three, breaks: true);

        Assert.Equal([(ReceiptStates.Failed, ErrorIds.JournalUnusable), (ReceiptStates.Failed, ErrorIds.JournalUnusable), (ReceiptStates.Failed, ErrorIds.JournalUnusable)], receipts.Select(receipt => (receipt.State, receipt.Error?.ErrorId)));
        Assert.Empty(platform.Arrived);
        Assert.All(desk.Run(platform, Three), receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
    }

    /// <summary>Places that hold no journal, on the system that runs this.</summary>
    public static TheoryData<string> Devices() => OperatingSystem.IsLinux() ? ["/dev/full"] : [Path.GetTempPath()];

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_disk_that_is_full_is_no_place_for_one(string path)
    {
        try
        {
            Assert.Equal(ErrorIds.JournalUnusable, Assert.Throws<GCException>(() => Journal.Open(path, TimeProvider.System)).ErrorId);
        }
        finally
        {
            File.Delete(path + ".lock");
        }
    }

    [Fact]
    public async Task Whoever_only_asks_whether_it_is_written_keeps_no_run_out()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        desk.Run(new Platform(), Three);
        var time = new TurningTime();
        Task opening;
        using (Hold(desk))
        {
            opening = OpenAsync(desk, time, CancellationToken.None);

            // It has met the lock, waited, and met it again.
            await Wait.Until(time.Turn);
            await Wait.Until(() => time.IsSet);
            Assert.False(opening.IsCompleted);
        }

        await Wait.Until(() => opening.IsCompleted || (time.Turn() && opening.IsCompleted));
        await opening;
    }

    [Fact]
    public async Task Whoever_keeps_it_keeps_a_run_out_before_a_second_is_over()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        desk.Run(new Platform(), Three);
        var time = new TurningTime();
        using var held = Hold(desk);

        var opening = OpenAsync(desk, time, CancellationToken.None);
        await Wait.Until(() => opening.IsCompleted || (time.Turn() && opening.IsCompleted));

        Assert.Equal(ErrorIds.JournalUnusable, (await Assert.ThrowsAsync<GCException>(() => opening)).ErrorId);
        Assert.InRange(time.Elapsed, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(999));
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_the_lock()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        desk.Run(new Platform(), Three);
        var time = new TurningTime();
        using var stop = new CancellationTokenSource();
        using var held = Hold(desk);

        var opening = OpenAsync(desk, time, stop.Token);
        await Wait.Until(() => time.IsSet);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    private static FileStream Hold(JournalDesk desk) => new(desk.Path + ".lock", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    // A thread of its own: a pool that is busy would hold it up for longer than anybody asks.
    private static Task OpenAsync(JournalDesk desk, TimeProvider time, CancellationToken stop) =>
        Task.Factory.StartNew(() => Journal.Open(desk.Path, time, stop).Dispose(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Fact]
    public async Task A_reader_takes_up_another_journal_that_takes_its_place()
    {
        using var desk = await JournalDesk.StartAsync(Three);
        desk.Run(new Platform(), Three);
        var reader = JournalDesk.Read(desk.Path);
        File.Delete(desk.Path);
        desk.Run(new Platform(), ["b.pdf"]);

        Assert.Equal(["b.pdf"], reader.ReadOn().Select(entry => entry.Name));
        Assert.Equal(["b.pdf"], reader.Entries.Select(entry => entry.Name));
    }
}
