using System.Management.Automation;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Progress appears when it takes long, and is gone at the end.</summary>
public sealed class ProgressTests : StagedTests
{
    public ProgressTests(Stage stage)
        : base(stage)
    {
        for (var i = 0; i < 6; i++)
        {
            Files.Write($"f{i}.pdf", 50_000);
        }
    }

    [Theory]
    [InlineData("Send-GCAttachment f*.pdf -ConversationId $C", "Sending attachments", "PUT")]
    [InlineData("New-GCUploadUrl f*.pdf -ConversationId $C", "Getting upload URLs", "POST")]
    public async Task A_summary_and_at_most_four_lines_are_shown_and_taken_down(string line, string activity, string slow)
    {
        await Sandbox.FailAsync(new { method = slow, times = 5, delayMs = 1600 });

        var shown = Run(line).Clean().Progress;

        var summaries = shown.Where(record => record.ParentActivityId < 0).ToList();
        Assert.All(summaries, record => Assert.Equal(activity, record.Activity));
        Assert.Contains(summaries, record => record.StatusDescription.EndsWith("of 6 done", StringComparison.Ordinal) && record.PercentComplete is >= 0 and < 100);
        Assert.Equal(ProgressRecordType.Completed, summaries[^1].RecordType);
        Assert.Equal("6 of 6 done", summaries[^1].StatusDescription);
        var slots = shown.Where(record => record.ParentActivityId == summaries[0].ActivityId).GroupBy(record => record.ActivityId).ToList();
        Assert.InRange(slots.Count, 1, 4);
        Assert.All(slots, slot => Assert.Equal(ProgressRecordType.Completed, slot.Last().RecordType));
        Assert.Contains(slots, slot => slot.Any(record => record.Activity.EndsWith(".pdf", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_not_sent_is_counted()
    {
        await Sandbox.FailAsync(new { method = "PUT", path = "*f0.pdf", status = 403, delayMs = 1300 });
        await Sandbox.FailAsync(new { method = "PUT", path = "*f1.pdf", delayMs = 2000 });

        var shown = Run("Send-GCAttachment f0.pdf, f1.pdf -ConversationId $C -ErrorAction SilentlyContinue").Progress;

        Assert.Contains(shown, record => record.StatusDescription == "1 of 2 done, 1 not sent");
    }

    [Theory]
    [InlineData("$ProgressPreference = 'SilentlyContinue'; ", "")]
    [InlineData("", "-ProgressAction Ignore")]
    public async Task None_is_shown_where_the_preference_says_so(string before, string given)
    {
        await Sandbox.FailAsync(new { method = "PUT", times = 1, delayMs = 1400 });

        Assert.Empty(Run($"{before}Send-GCAttachment f0.pdf -ConversationId $C {given}").Clean().Progress);
    }

    [Fact]
    public void None_is_shown_for_what_is_quick() =>
        Assert.Empty(Run("Send-GCAttachment f0.pdf -ConversationId $C").Clean().Progress);
}
