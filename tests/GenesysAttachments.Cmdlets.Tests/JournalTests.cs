namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>-Journal, Get-GCJournal and Resolve-GCJournal, as they are typed.</summary>
public sealed class JournalTests : StagedTests
{
    private const string Line = "'a.pdf', 'b.pdf', 'none.pdf' | Send-GCAttachment -ConversationId $C -Text Hello -Journal run.jsonl -ErrorAction SilentlyContinue";

    public JournalTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("b.pdf");
        File.Delete(Files.PathOf("run.jsonl"));
    }

    [Fact]
    public async Task The_same_line_again_sends_nothing_twice()
    {
        Assert.Equal(["Rejected", "Sent", "Sent"], Run(Line).Of("State").Order());
        var again = Run(Line);

        Assert.Equal(["Rejected", "Skipped", "Skipped"], again.Of("State").Order());
        Assert.Equal(2, again.Of("MessageId").Count(id => id.Length > 0));
        Assert.Equal(["Hello"], (await Sandbox.MessagesAsync()).Select(message => message.Text).Where(text => !string.IsNullOrEmpty(text)));
        Assert.Equal(2, (await Sandbox.MessagesAsync()).SelectMany(message => message.Attachments).Count());
        Assert.Equal(["0"], Run($"({Line.Replace(", 'none.pdf'", "", StringComparison.Ordinal)} | Measure-GCReceipt).ExitCode").Lines);
    }

    [Fact]
    public void It_reads_back_as_receipts()
    {
        var sent = Run($"{Line} | Sort-Object Index").Of("MessageId");

        var read = Run("Get-GCJournal run.jsonl | Sort-Object Index").Clean();

        Assert.Equal(["Sent", "Sent", "Rejected"], read.Of("State"));
        Assert.Equal(sent, read.Of("MessageId"));
        Assert.Equal(["none.pdf"], Run("Get-Item run.jsonl | Get-GCJournal -State Rejected").Clean().Of("Name"));
        Assert.Equal(["2"], Run("(Get-GCJournal run.jsonl | Measure-GCReceipt).ExitCode").Clean().Lines);
        Assert.Equal(["FileNotFound"], Run("Get-GCJournal none.jsonl").ErrorIds);
    }

    [Fact]
    public async Task Under_whatif_nothing_is_written()
    {
        Run(Line + " -WhatIf");

        Assert.False(File.Exists(Files.PathOf("run.jsonl")));
        Assert.Empty(await Sandbox.RequestsAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_is_counted_and_another_writer_is_refused()
    {
        Run(Line);
        await File.AppendAllTextAsync(Files.PathOf("run.jsonl"), "torn\n{\"event\":\"se");

        Assert.Equal(["2 lines of the journal could not be read, and count for nothing."], Run(Line).Warnings);
        using (new FileStream(Files.PathOf("run.jsonl.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var refused = Run(Line);
            Assert.Equal("JournalUnusable", refused.ThrownId ?? refused.ErrorIds[0]);
            Assert.Contains($"process {Environment.ProcessId} on ", refused.Problems[0].ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_nobody_knows_is_not_sent_again_unless_it_is_forced()
    {
        await Sandbox.FailAsync(new { method = "POST", path = "*/messages*", acceptThenDrop = true });
        const string line = "Send-GCAttachment a.pdf -ConversationId $C -Route Media -Journal run.jsonl -ErrorAction SilentlyContinue";

        Assert.Equal(["Unknown"], Run(line).Of("State"));
        Assert.Equal(["Unknown"], Run(line).Of("State"));
        Assert.Equal(["Unknown"], Run("Get-GCJournal run.jsonl").Of("State"));
        Assert.Single(await Sandbox.MessagesAsync());
        Assert.Equal(["Sent"], Run(line + " -Force").Of("State"));
        Assert.Equal(["Skipped"], Run(line + " -Force").Of("State"));
    }

    [Fact]
    public async Task What_is_open_is_looked_for_the_morning_after()
    {
        await Sandbox.FailAsync(new { method = "POST", path = "*/messages", acceptThenDrop = true });
        await Sandbox.FailAsync(new { method = "GET", path = $"*/conversations/{Sandbox.ConversationId}", status = 403, times = -1 });
        Assert.Equal(["Unknown", "Sent"], Run("'a.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C -CommunicationId $Sandbox.CommunicationId -Journal run.jsonl -ErrorAction SilentlyContinue | Sort-Object Index").Of("State"));
        var requests = (await Sandbox.RequestsAsync()).Count;

        Assert.Equal(["PermissionMissing"], Run("Resolve-GCJournal run.jsonl").ErrorIds);
        await Sandbox.HealAsync();
        var settled = Run("Resolve-GCJournal run.jsonl").Clean();

        Assert.Equal([("a.pdf", "Sent")], settled.Of("Name").Zip(settled.Of("State")));
        Assert.Empty(Run("Resolve-GCJournal run.jsonl").Clean().Lines);
        Assert.Equal(["Skipped", "Skipped"], Run("'a.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C -CommunicationId $Sandbox.CommunicationId -Journal run.jsonl").Clean().Of("State"));
        Assert.DoesNotContain((await Sandbox.RequestsAsync()).Skip(requests), request => request.Method == "POST" && request.Target.EndsWith("/messages", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nobody_can_look_that_is_said()
    {
        await Sandbox.FailAsync(new { method = "POST", path = "*/messages*", acceptThenDrop = true });
        Run("Send-GCAttachment a.pdf -ConversationId $C -Route Media -Journal run.jsonl -ErrorAction SilentlyContinue");

        var settled = Run("Resolve-GCJournal run.jsonl").Clean();

        Assert.Equal(["Unknown"], settled.Of("State"));
        Assert.StartsWith("This route has no way to look for it, ", settled.Of("Message").Single(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Files.PathOf("run.jsonl"), (await File.ReadAllTextAsync(Files.PathOf("run.jsonl"))).Replace("\"session\":\"", "\"session\":\"other", StringComparison.Ordinal));
        var stranger = Run("Resolve-GCJournal run.jsonl");
        Assert.Equal(["NotConnected"], stranger.ErrorIds);
        Assert.Equal(["Unknown"], stranger.Of("State"));
        Assert.Equal(["Unknown"], Run("Resolve-GCJournal run.jsonl -Session (Get-GCOrg -Current)").Clean().Of("State"));
    }

    [Fact]
    public async Task What_its_channel_refuses_late_has_not_gone_for_the_journal_either()
    {
        await Sandbox.FailAsync(new { method = "POST", path = "*/messages", thenStatus = "delivery-failed", reason = "MediaTypeNotAllowed" });
        const string line = "'a.pdf' | Send-GCAttachment -ConversationId $C -Journal run.jsonl -ErrorAction SilentlyContinue";

        Run(line);
        Assert.Equal(["Failed"], Run("Get-GCJournal run.jsonl").Of("State"));
        Assert.Equal(["Sent"], Run(line).Of("State"));
    }
}
