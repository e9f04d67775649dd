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

    [Fact]
    public async Task A_file_that_another_program_holds_is_left_for_the_next_try()
    {
        Shell.Set("Held", new FileStream(Files.PathOf("a.pdf"), FileMode.Open, FileAccess.ReadWrite, FileShare.None));

        var ran = Run("Test-GCAttachment a.pdf -Quiet; $r = Test-GCAttachment a.pdf | Send-GCAttachment -ConversationId $C -MaximumRetryCount 0; ($r | Measure-GCReceipt).ExitCode; $Held.Dispose(); ($r | Send-GCAttachment).State");

        Assert.Equal(["False", "3", "Sent"], ran.Lines);
        Assert.Equal(["FileUnreadable"], ran.ErrorIds);
        Assert.Equal("a.pdf", Assert.Single(await Sandbox.MessagesAsync()).Attachments.Single().Name);
    }

    /// <summary>Commands that show the name of a file.</summary>
    public static TheoryData<string> Shows() =>
    [
        "Test-GCAttachment $Hostile | Format-Table | Out-String -Width 200",
        "Test-GCAttachment $Hostile | Format-List | Out-String",
        "Test-GCAttachment $Hostile | Format-Wide | Out-String",
        "Test-GCAttachment $Hostile | Select-Object -Expand ProblemDetails | ForEach-Object { $_ | Format-List | Out-String; \"voice $_\" }",
        "\"$(Test-GCAttachment $Hostile)\"",
        "Send-GCAttachment $Hostile -ConversationId $C | Format-Table | Out-String -Width 200",
        "Send-GCAttachment $Hostile -ConversationId $C | Format-List | Out-String",
        "Send-GCAttachment $Hostile -ConversationId $C | Format-Wide | Out-String",
        "Send-GCAttachment $Hostile -ConversationId $C | Select-Object -Expand Message",
        "Send-GCAttachment $Hostile -ConversationId $C 2>&1 | Out-String",
        "Send-GCAttachment $Hostile -ConversationId $C -Name a.pdf -Verbose 4>&1 | Out-String",
        "Send-GCAttachment \"$Hostile.none\" -ConversationId $C 2>&1 | Out-String",
        "New-GCUploadUrl $Hostile -ConversationId $C 2>&1 | Out-String",
        "New-GCUploadUrl $Hostile -ConversationId $C -Name a.pdf | Format-List | Out-String",
        "Get-GCAttachmentPolicy -LiteralPath $Hostile 2>&1 | Out-String",
    ];

    [Theory]
    [MemberData(nameof(Shows))]
    public void The_name_of_a_file_does_nothing_to_a_terminal(string line)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // A name cannot hold controls there.
        }

        Shell.Set("Hostile", Files.Write("in\e[2Jvoice\u0007\u009b31m\u202Efdp\u200B.pdf"));

        var shown = string.Join('\n', Run(line) is var ran ? ran.Lines.Concat(ran.Problems.Select(problem => problem.ToString())) : []);

        Assert.Contains("voice", shown, StringComparison.Ordinal);
        Assert.DoesNotMatch("[\u0007\u009b\u202E\u200B]|\e\\[2J", shown);
    }
}
