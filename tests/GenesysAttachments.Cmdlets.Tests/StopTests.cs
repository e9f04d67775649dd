namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Ctrl+C and early ends of the commands that wait for one answer, and what they leave behind.</summary>
public sealed class StopTests : StagedTests
{
    public StopTests(Stage stage)
        : base(stage)
    {
        Files.Write("fast.pdf");
        Files.Write("slow.pdf", 200_000);
    }

    [Theory]
    [InlineData("Get-GCConversation $C", "*/conversations/*")]
    [InlineData("Find-GCConversation", "*/details/query")]
    [InlineData("Get-GCAttachment $C", "*/conversations/*")]
    [InlineData("Save-GCAttachment in -ConversationId $C", "*/conversations/*")]
    [InlineData("Get-GCAttachmentPolicy", "*supportedcontent*")]
    [InlineData("Get-GCAttachmentPolicy -ProfileId default", "*supportedcontent*")]
    [InlineData("$Sandbox | Connect-GCOrg", "/oauth/token")]
    [InlineData("New-GCUploadUrl slow.pdf -ConversationId $C", "*/uploads")]
    [InlineData("Test-GCAttachment slow.pdf; Send-GCAttachment slow.pdf -ConversationId $C", "*/uploads")]
    public async Task Ctrl_C_gives_the_prompt_back_and_says_nothing_more(string line, string path)
    {
        var isThere = await Sandbox.FailAlwaysAsync(new { path, stall = true });

        using var running = Shell.Begin(line + "; 'went on'");
        await isThere();
        var took = running.Stop();
        var ran = running.Wait();

        Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took}.");
        Assert.True(ran.IsStopped);
        Assert.Empty(ran.Problems);
        Assert.DoesNotContain("went on", ran.Lines);
        await Sandbox.AssertGivenUpAsync();
        await Sandbox.AssertSilenceAsync(TimeSpan.FromMilliseconds(200));
    }

    [Theory]
    [InlineData("Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId", "configureSession")]
    [InlineData("Get-GCAttachmentPolicy -DeploymentId $Sandbox.DeploymentId", "getConfiguration")]
    public async Task Ctrl_C_while_a_guest_waits_for_its_socket(string line, string frame)
    {
        var isThere = await Sandbox.FailAlwaysAsync(new { frameClass = frame, stall = true });

        using var running = Shell.Begin(line);
        await isThere();

        Assert.True(running.Stop() < TimeSpan.FromSeconds(5));
        Assert.True(running.Wait().IsStopped);
    }

    [Fact]
    public async Task A_refused_session_after_Ctrl_C_is_not_current()
    {
        var isThere = await Sandbox.FailAlwaysAsync(new { path = "/oauth/token", stall = true });
        using var running = Shell.Begin("Get-GCOrg | Disconnect-GCOrg; $Sandbox | Connect-GCOrg");
        await isThere();
        running.Stop();

        Assert.Empty(Run("Get-GCOrg").Output);
    }

    [Theory]
    [InlineData("throw 'downstream'", "downstream")]
    [InlineData("break", null)]
    [InlineData("Write-Error x -ErrorAction Stop", "Microsoft.PowerShell.Commands.WriteErrorException")]
    public async Task An_upload_url_nobody_takes_ends_the_others(string downstream, string? thrown)
    {
        var other = await Sandbox.OpenConversationAsync();
        var isThere = await Sandbox.FailAlwaysAsync(new { path = $"*/{Sandbox.ConversationId}/*/uploads", stall = true });
        using var go = new ManualResetEventSlim();
        Shell.Set("Go", go);
        Shell.Set("Other", other);

        var rows = "[pscustomobject]@{ Path = 'slow.pdf'; ConversationId = $C }; while (-not $Go.Wait(10)) { }; [pscustomobject]@{ Path = 'fast.pdf'; ConversationId = $Other.ConversationId }";
        using var running = Shell.Begin($"foreach ($once in 1) {{ & {{ {rows} }} | New-GCUploadUrl | ForEach-Object {{ {downstream} }} }}");
        await isThere();
        go.Set();

        Assert.Equal(thrown, running.Wait().ThrownId);
        await Sandbox.AssertGivenUpAsync();
        await Sandbox.AssertSilenceAsync(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task Stop_preference_hands_over_the_receipts_of_what_was_open()
    {
        var isThere = await Sandbox.FailAlwaysAsync(new { method = "PUT", path = "*slow.pdf", stall = true });
        using var go = new ManualResetEventSlim();
        Shell.Set("Go", go);

        using var running = Shell.Begin("& { 'slow.pdf'; while (-not $Go.Wait(10)) { }; 'none.pdf' } | Send-GCAttachment -ConversationId $C -ErrorAction Stop");
        await isThere();
        go.Set();
        var ran = running.Wait();

        Assert.Equal("FileNotFound", ran.ThrownId);
        Assert.Equal(["Cancelled", "Rejected"], ran.Of("State").Order());
        Assert.Equal(["Cancelled", "FileNotFound"], ran.Of("ErrorId").Order());
    }

    [Fact]
    public async Task A_cancelled_receipt_is_sent_after_all_when_it_is_piped()
    {
        var isThere = await Sandbox.FailAlwaysAsync(new { method = "PUT", path = "*slow.pdf", stall = true });
        using var go = new ManualResetEventSlim();
        Shell.Set("Go", go);
        using var running = Shell.Begin("& { 'slow.pdf'; while (-not $Go.Wait(10)) { }; 'none.pdf' } | Send-GCAttachment -ConversationId $C -ErrorAction Stop");
        await isThere();
        go.Set();
        Shell.Set("Receipts", running.Wait().Output);
        await Sandbox.HealAsync();

        Assert.Equal(["Sent"], Run("$Receipts | Where-Object CanRetry | Send-GCAttachment").Clean().Of("State"));
        Assert.Single(await Sandbox.MessagesAsync());
    }
}
