using System.Management.Automation;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What the lines of progress say: no total before all is read, and the step that an upload is at.</summary>
public sealed class ProgressStepTests : StagedTests
{
    public ProgressStepTests(Stage stage)
        : base(stage)
    {
        for (var i = 0; i < 3; i++)
        {
            Files.Write($"f{i}.pdf", 50_000);
        }
    }

    [Theory]
    [InlineData("Send-GCAttachment", "PUT")]
    [InlineData("New-GCUploadUrl", "POST")]
    public async Task How_many_there_are_is_not_said_before_all_are_read(string command, string slow)
    {
        await Sandbox.FailAsync(new { method = slow, times = 2, delayMs = 1700 });

        var shown = Run($"& {{ 'f0.pdf', 'f1.pdf'; foreach ($i in 1..24) {{ Start-Sleep -Milliseconds 50; 'none.pdf' }}; 'f2.pdf' }} | {command} -ConversationId $C -CommunicationId $Sandbox.CommunicationId -ErrorAction SilentlyContinue").Progress;

        var summaries = shown.Where(record => record.ParentActivityId < 0).ToList();
        Assert.Matches("^0 done, [23] read so far$", summaries[0].StatusDescription);
        Assert.Equal(-1, summaries[0].PercentComplete);
        var whole = summaries.FindIndex(record => record.StatusDescription.Contains(" of 3 done", StringComparison.Ordinal));
        Assert.True(whole > 0, string.Join('\n', summaries.Select(record => record.StatusDescription)));
        Assert.All(summaries.Take(whole), record => Assert.EndsWith("read so far", record.StatusDescription, StringComparison.Ordinal));
        Assert.All(summaries.Skip(whole), record => Assert.EndsWith("of 3 done", record.StatusDescription, StringComparison.Ordinal));
        Assert.Equal(("3 of 3 done", ProgressRecordType.Completed), (summaries[^1].StatusDescription, summaries[^1].RecordType));
    }

    [Theory]
    [InlineData("POST", "*/uploads", "waiting for a place to upload to")]
    [InlineData("GET", "*/messages/media*", "uploaded, waiting for the platform")]
    [InlineData("POST", "*/messages", "sending the message")]
    [InlineData("PUT", "*f0.pdf", "uploaded, waiting for its turn in the conversation")]
    public async Task A_file_says_which_step_it_is_at(string method, string path, string step)
    {
        await Sandbox.FailAsync(new { method, path, times = 1, delayMs = 1500 });

        var shown = Run("Send-GCAttachment f0.pdf, f1.pdf -ConversationId $C -CommunicationId $Sandbox.CommunicationId").Clean().Progress;

        Assert.Contains(shown, record => record.Activity is "f0.pdf" or "f1.pdf" && record.StatusDescription == step);
    }
}
