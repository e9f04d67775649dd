using System.Diagnostics;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What the tab key offers.</summary>
public sealed class CompletionTests(Stage stage) : StagedTests(stage)
{
    [Theory]
    [InlineData("Connect-GCOrg -Region mypurecloud.i", "mypurecloud.ie", "eu-west-1, Ireland (Dublin)")]
    [InlineData("Connect-GCOrg -Region eu-west-1", "mypurecloud.ie", "eu-west-1, Ireland (Dublin)")]
    [InlineData("Connect-GCOrg -Region purecloud.d", "mypurecloud.de", "eu-central-1, Germany (Frankfurt)")]
    [InlineData("Connect-GCOrg -Region Ireland", "mypurecloud.ie", "eu-west-1, Ireland (Dublin)")]
    [InlineData("Connect-GCOrg -Region dubl", "mypurecloud.ie", "Dublin")]
    [InlineData("Connect-GCOrg -Region frankf", "mypurecloud.de", "Frankfurt")]
    [InlineData("Connect-GCOrg -Region 'Sao P", "sae1.pure.cloud", "Brazil")]
    [InlineData("Get-GCAttachmentPolicy -DeploymentId d -Region Tokyo", "mypurecloud.jp", "Japan")]
    [InlineData("Send-GCAttachment -Policy L", "Live", "once per session")]
    [InlineData("New-GCUploadUrl -Policy def", "Default", "10 MB")]
    [InlineData("Test-GCAttachment -Policy ", "Live", "once per session")]
    [InlineData("Test-GCAttachment -Route g", "Guest", "as the guest")]
    [InlineData("Get-GCAttachmentPolicy -DeploymentId d -Region usw", "usw2.pure.cloud", "us-west-2, US West (Oregon)")]
    [InlineData("Send-GCAttachment -Route Mul", "Multipart", "one form")]
    [InlineData("New-GCUploadUrl -Route A", "Agent", "as its agent")]
    [InlineData("Send-GCAttachment -Template Web", "Webchat", null)]
    [InlineData("Test-GCAttachment -ContentType application/pd", "application/pdf", ".pdf")]
    [InlineData("Send-GCAttachment -ContentType .docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")]
    [InlineData("Get-GCAttachmentPolicy -Direction In", "Inbound", "Inbound")]
    [InlineData("Test-GCAttachment -ContentCheck St", "Strict", null)]
    [InlineData("New-GCUploadUrl -ContentCheck ", "Standard", null)]
    [InlineData("Send-GCAttachment -ContentCheck o", "Off", null)]
    public void Fixed_values_are_offered_with_what_they_are(string line, string expected, string? tip)
    {
        var offered = Assert.Single(Shell.Complete(line), item => item.CompletionText == expected);

        Assert.NotEmpty(offered.ToolTip);
        Assert.True(tip is null || offered.ToolTip.Contains(tip, StringComparison.Ordinal), offered.ToolTip);
    }

    [Fact]
    public void Every_region_is_found_by_each_of_its_names()
    {
        var all = Shell.Complete("Connect-GCOrg -Region ");

        Assert.True(all.Count > 15);
        Assert.All(all, region =>
        {
            var parts = region.ToolTip.Split(", ", 2);
            Assert.Contains(Shell.Complete($"Connect-GCOrg -Region {parts[0]}"), item => item.CompletionText == region.CompletionText);
            Assert.Contains(Shell.Complete($"Connect-GCOrg -Region '{parts[1].Split(" (")[0]}"), item => item.CompletionText == region.CompletionText);
        });
    }

    [Theory]
    [InlineData("Send-GCAttachment -Route ")]
    [InlineData("New-GCUploadUrl -Route ")]
    [InlineData("Test-GCAttachment -Route ")]
    public void Routes_are_offered_in_their_order(string line) =>
        Assert.Equal(["Agent", "Guest", "Media", "Messaging", "Multipart"], Shell.Complete(line).Select(item => item.CompletionText));

    [Fact]
    public void File_names_are_offered_where_a_file_is_meant_and_nowhere_else()
    {
        Files.Write("zzz.pdf");
        var parameters = Run("""
            $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
            foreach ($command in Get-Command -Module GenesysAttachments) {
                foreach ($parameter in $command.Parameters.Values) {
                    if (-not $parameter.SwitchParameter -and $parameter.Name -notin $common) { "$command -$($parameter.Name)" }
                }
            }
            """).Clean().Lines;

        var offering = parameters.Where(parameter => new[] { "", "zz" }.Any(word => Shell.Complete($"{parameter} {word}").Any(item => item.CompletionText.Contains("zzz", StringComparison.Ordinal)))).ToList();

        Assert.True(parameters.Count > 60);
        Assert.Equal(parameters.Where(parameter => parameter.EndsWith("Path", StringComparison.Ordinal) || parameter.Split('-')[^1] is "Policy" or "Baseline" or "Live" or "Journal" or "Destination"), offering);
    }

    [Fact]
    public void What_begins_with_the_word_comes_before_what_only_holds_it()
    {
        Assert.All(Shell.Complete("Test-GCAttachment -ContentType image/"), item => Assert.StartsWith("image/", item.CompletionText, StringComparison.Ordinal));
        Assert.All(Shell.Complete("Test-GCAttachment -ContentType /vnd.ms-ex"), item => Assert.Contains("vnd.ms-ex", item.CompletionText, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Send-GCAttachment -Session x")]
    [InlineData("Send-GCAttachment -ConversationId x")]
    [InlineData("Send-GCAttachment -ConversationId x -CommunicationId y")]
    [InlineData("Send-GCAttachment -ConversationId x -Session nobody -CommunicationId y")]
    [InlineData("Send-GCAttachment -CommunicationId y")]
    public void Without_a_session_there_is_nothing_to_offer_and_no_error(string line)
    {
        Run("Get-GCOrg | Disconnect-GCOrg; $Error.Clear()").Clean();

        Assert.DoesNotContain(Shell.Complete(line), item => item.ResultType == System.Management.Automation.CompletionResultType.ParameterValue);
        Assert.Equal(["0"], Run("$Error.Count").Lines);
    }

    [Theory]
    [InlineData("Send-GCAttachment -Session ")]
    [InlineData("Disconnect-GCOrg ")]
    [InlineData("Get-GCConversation -Session ")]
    [InlineData("Test-GCAttachment -Session ")]
    [InlineData("Get-GCAttachmentPolicy -Session ")]
    public void Sessions_are_offered_newest_first_by_a_key_the_parameter_takes(string line)
    {
        Run("Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId").Clean();

        var offered = Shell.Complete(line);

        var keys = Run("Get-GCOrg | ForEach-Object Key").Lines;
        Assert.Equal(keys.Reverse(), offered.Select(item => item.CompletionText.Trim('\'')));
        Assert.Equal("the current session", offered[0].ToolTip);
        Assert.Equal([keys[0]], Run($"Get-GCConversation $C -Session {offered[1].CompletionText} | ForEach-Object {{ '{keys[0]}' }}").Clean().Lines);
    }

    [Fact]
    public void Conversations_dealt_with_and_their_legs_are_offered()
    {
        Run("Get-GCConversation $C").Clean();

        Assert.Equal([Sandbox.ConversationId], Shell.Complete("Send-GCAttachment -ConversationId ").Select(item => item.CompletionText));
        Assert.Equal([Sandbox.ConversationId], Shell.Complete("Get-GCConversation ").Select(item => item.CompletionText));
        var leg = Assert.Single(Shell.Complete($"Send-GCAttachment -ConversationId {Sandbox.ConversationId} -CommunicationId "));
        Assert.Equal(Sandbox.Fact("CommunicationId"), leg.CompletionText);
        Assert.Equal("webmessaging Sandbox Agent", leg.ToolTip);
    }

    [Fact]
    public void The_session_on_the_line_is_the_one_that_is_asked()
    {
        Run("Get-GCConversation $C; $global:Guest = Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -PassThru").Clean();
        var key = Run("(Get-GCOrg)[0].Key").Lines[0];

        Assert.DoesNotContain(Shell.Complete("Send-GCAttachment -Session $Guest -ConversationId "), item => item.CompletionText == Sandbox.ConversationId);
        Assert.Contains(Shell.Complete($"Send-GCAttachment -Session '{key}' -ConversationId "), item => item.CompletionText == Sandbox.ConversationId);
    }

    [Theory]
    [InlineData("stall")]
    [InlineData("status")]
    public async Task An_org_that_does_not_answer_well_costs_a_moment_and_no_error(string how)
    {
        var isThere = await Sandbox.FailAlwaysAsync(how == "stall" ? new { path = "*/conversations*", stall = true } : new { path = "*/conversations*", status = 403 } as object);
        var begun = Stopwatch.GetTimestamp();

        Assert.DoesNotContain(Shell.Complete($"Send-GCAttachment -ConversationId {Sandbox.ConversationId} -CommunicationId "), item => item.CompletionText == Sandbox.Fact("CommunicationId"));

        await isThere();
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(5));
    }
}
