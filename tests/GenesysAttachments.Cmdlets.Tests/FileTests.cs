using GenesysAttachments.Engine.Tests;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Files that change between two commands, or that the system does not give.</summary>
public sealed class FileTests : StagedTests
{
    public FileTests(Stage stage)
        : base(stage) => Files.Write("a.pdf");

    [Theory]
    [InlineData("Test-GCAttachment a.pdf")]
    [InlineData("Send-GCAttachment a.pdf -ConversationId $C")]
    [InlineData("New-GCUploadUrl a.pdf -ConversationId $C")]
    public async Task Ctrl_C_while_a_file_does_not_open(string line)
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Leases are there alone.
        }

        using var lease = new Lease(Files.PathOf("a.pdf"));
        using var running = Shell.Begin(line + "; 'went on'");
        await Task.Delay(500);
        Assert.False(running.IsOver);
        var took = running.Stop();
        var ran = running.Wait();

        Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took}.");
        Assert.True(ran.IsStopped);
        Assert.Empty(ran.Problems);
        Assert.DoesNotContain("went on", ran.Lines);
    }

    [Theory]
    [InlineData("Test-GCAttachment a.pdf -Route Agent", "Send-GCAttachment -ConversationId $C")]
    [InlineData("New-GCUploadUrl a.pdf -ConversationId $C", "Send-GCAttachment")]
    public async Task Another_file_put_in_place_of_what_was_checked_is_not_sent(string before, string after)
    {
        Shell.Set("Before", Run(before).Clean().Output);
        Run("$time = (Get-Item a.pdf).LastWriteTimeUtc; Move-Item a.pdf kept -Force; Copy-Item kept a.pdf; (Get-Item a.pdf).LastWriteTimeUtc = $time").Clean();

        Assert.Equal(["FileChanged"], Run($"$Before | {after}").Of("ErrorId"));
        Assert.Empty(await Sandbox.MessagesAsync());
    }
}
