namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>A session ends once, and what carries its key finds the live one.</summary>
public sealed class SessionLifeTests : StagedTests
{
    public SessionLifeTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
    }

    [Theory]
    [InlineData("Disconnect-GCOrg")]
    [InlineData("Get-GCOrg | Disconnect-GCOrg")]
    public async Task An_ended_session_makes_no_further_request(string end)
    {
        Run($"$global:old = Get-GCOrg; {end}").Clean();
        await Sandbox.ResetAsync();

        foreach (var line in new[] { "Send-GCAttachment a.pdf -ConversationId $C -Session $global:old", "Get-GCConversation $C -Session $global:old", "New-GCUploadUrl a.pdf -ConversationId $C -Session $global:old", "Get-GCAttachmentPolicy -Session $global:old", "Test-GCAttachment a.pdf -Policy Live -Session $global:old" })
        {
            Assert.Equal(["NotConnected"], Run(line).ErrorIds);
        }

        Assert.Empty(await Sandbox.RequestsAsync());
        Assert.Equal(["True"], Run("$global:old.HasEnded").Lines);
    }

    [Fact]
    public void One_that_was_replaced_gives_way_to_the_live_one_of_its_key()
    {
        var ran = Run("$global:old = Get-GCOrg; $Sandbox | Connect-GCOrg; Send-GCAttachment a.pdf -ConversationId $C -Session $global:old").Clean();

        Assert.Equal(["Sent"], ran.Of("State"));
        Assert.Equal(["True", "1"], Run("$global:old.HasEnded; @(Get-GCOrg).Count").Lines);
    }

    [Fact]
    public void A_receipt_and_an_upload_url_from_before_a_reconnect_go_through_the_live_session()
    {
        var ran = Run(
            """
            $global:url = New-GCUploadUrl a.pdf -ConversationId $C
            $global:receipt = Send-GCAttachment a.pdf -ConversationId $C -WhatIf
            $Sandbox | Connect-GCOrg
            $global:url, $global:receipt | Send-GCAttachment
            """).Clean();

        Assert.Equal(["Sent", "Sent"], ran.Of("State"));
    }

    [Theory]
    [InlineData("$global:receipt")]
    [InlineData("($global:receipt | ConvertTo-Csv | ConvertFrom-Csv)")]
    [InlineData("($global:receipt | ConvertTo-Json | ConvertFrom-Json)")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($global:receipt))")]
    public async Task A_receipt_of_a_session_that_is_not_connected_is_refused_by_name_and_goes_with_another_on_demand(string form)
    {
        Run("$global:receipt = Send-GCAttachment a.pdf -ConversationId $C -WhatIf; $global:receipt = $global:receipt | Select-Object *; $global:receipt.Session = 'elsewhere|client'").Clean();
        await Sandbox.ResetAsync();

        var refused = Run($"{form} | Send-GCAttachment");
        Assert.Equal(["Rejected"], refused.Of("State"));
        Assert.Equal(["NotConnected"], refused.ErrorIds);
        Assert.Contains("elsewhere|client", refused.Of("Message")[0], StringComparison.Ordinal);
        Assert.Empty(await Sandbox.RequestsAsync());

        Assert.Equal(["Sent"], Run($"{form} | Send-GCAttachment -Session (Get-GCOrg -Current)").Clean().Of("State"));
    }

    [Fact]
    public void An_upload_url_of_a_client_is_refused_in_a_guest_s_session()
    {
        Run("$global:url = New-GCUploadUrl a.pdf -ConversationId $C; $global:guest = Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -PassThru").Clean();

        var refused = Run("$global:url | Send-GCAttachment -Session $global:guest");

        Assert.Equal(["TargetMissing"], refused.ErrorIds);
        Assert.Contains("Agent route", refused.Of("Message")[0], StringComparison.Ordinal);
        Assert.Equal(["Sent"], Run("$global:url | Send-GCAttachment").Clean().Of("State"));
    }

    [Fact]
    public void The_session_shows_how_it_bears_failures()
    {
        Run("$Sandbox | Connect-GCOrg -MaximumRetryCount 1 -RetryIntervalSec 1 -MaximumRetryAfterSec 5").Clean();

        Assert.Equal(["1 1 5"], Run("Get-GCOrg -Current | ForEach-Object { \"$($_.MaximumRetryCount) $($_.RetryIntervalSec) $($_.MaximumRetryAfterSec)\" }").Lines);
        Assert.Contains("MaximumRetryAfterSec : 5", string.Join('\n', Run("Get-GCOrg | Format-List | Out-String").Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sandbox_pipes_into_a_send()
    {
        Assert.Equal(["Agent Sent"], Run("$Sandbox | Send-GCAttachment a.pdf | ForEach-Object { \"$($_.Route) $($_.State)\" }").Clean().Lines);
        Assert.Equal(["Messaging Sent"], Run("$Sandbox | Send-GCAttachment a.pdf -Route Messaging | ForEach-Object { \"$($_.Route) $($_.State)\" }").Clean().Lines);
    }

    /// <summary>A session as it comes out of a job, a file or another process.</summary>
    private const string Described = "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Session))";

    [Theory]
    [InlineData("Send-GCAttachment a.pdf -ConversationId $C -Session $d")]
    [InlineData("Get-GCConversation $C -Session $d")]
    [InlineData("Disconnect-GCOrg -Session $d")]
    [InlineData("Disconnect-GCOrg -Session @($d)")]
    [InlineData("$d | Disconnect-GCOrg")]
    [InlineData("$d | Select-GCOrg")]
    [InlineData("Get-GCOrg -AsAccessToken -Session $d")]
    public void What_describes_a_session_of_elsewhere_says_to_connect_inside_the_job(string line)
    {
        Files.Write("a.pdf");

        var ran = Run($"$Session = Get-GCOrg -Current; $d = {Described}; Disconnect-GCOrg; {line}");

        Assert.Contains("Connect inside the job: run Connect-GCOrg here.", Assert.Single(ran.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_describes_a_live_session_of_here_is_that_session()
    {
        Files.Write("a.pdf");

        Assert.Equal(["Sent"], Run($"$Session = Get-GCOrg -Current; $global:d = {Described}; Send-GCAttachment a.pdf -ConversationId $C -Session $d").Clean().Of("State"));
        Run("$d | Disconnect-GCOrg").Clean();
        Assert.Empty(Run("Get-GCOrg").Output);
    }

    [Fact]
    public void One_that_another_runspace_ended_is_shown_as_ended_and_is_not_used()
    {
        Files.Write("a.pdf");
        Run("$m = (Get-Command Send-GCAttachment).Module.Path; $s = Get-GCOrg -Current; $ps = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace).AddScript('param($m, $s) Import-Module $m; Disconnect-GCOrg -Session $s').AddArgument($m).AddArgument($s); $null = $ps.Invoke(); $ps.Streams.Error; $ps.Dispose()").Clean();

        Assert.Contains("ended", string.Join('\n', Run("Get-GCOrg | Out-String").Lines), StringComparison.Ordinal);
        Assert.Equal(["NotConnected"], Run("Send-GCAttachment a.pdf -ConversationId $C").ErrorIds);
    }
}
