namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What an org accepts, from each place that says so.</summary>
public sealed class PolicyTests : StagedTests
{
    private const string Deployment = "Get-GCAttachmentPolicy -DeploymentId $Sandbox.DeploymentId";

    public PolicyTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("logo.png");
    }

    private Task OnlyPngAsync() => Sandbox.SetPolicyAsync(new
    {
        inbound = new { fileTypes = new[] { new { type = "image/png" } }, maxFileSizeKB = 100 },
        outbound = new { fileTypes = new[] { new { type = "image/png" } }, maxFileSizeKB = 100 },
    });

    [Theory]
    [InlineData("Get-GCAttachmentPolicy -Default", "Default", "Inbound")]
    [InlineData("Get-GCAttachmentPolicy", "Profile default", "Outbound")]
    [InlineData("Get-GCAttachmentPolicy -Direction inbound", "Profile default", "Inbound")]
    [InlineData("Get-GCAttachmentPolicy -Session (Get-GCOrg -Current).Key -Direction OUTBOUND", "Profile default", "Outbound")]
    [InlineData("Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId; Get-GCAttachmentPolicy", "Session", "Inbound")]
    [InlineData(Deployment, null, "Inbound")]
    [InlineData(Deployment + " -Endpoint $Sandbox.Url -Region eu-west-1 -Origin $Sandbox.Url", null, "Inbound")]
    public void Each_place_names_itself_and_the_way_it_looks(string line, string? source, string direction)
    {
        var policy = Run(line).Clean();

        Assert.Equal([direction], policy.Of("Direction"));
        Assert.Equal(source ?? policy.Of("Source")[0], policy.Of("Source")[0]);
        Assert.NotEmpty(policy.Of("Source")[0]);
        Assert.Equal($"{policy.Of("Source")[0]} ({direction})", policy.Lines[0]);
    }

    [Fact]
    public async Task A_profile_is_read_by_its_id_each_way()
    {
        await OnlyPngAsync();
        var id = Run("(Get-GCAttachmentPolicy).Source -replace '^Profile ', ''").Lines[0];

        Assert.Equal(["image/png"], Run($"(Get-GCAttachmentPolicy -ProfileId ' {id} ').AllowedTypes").Clean().Lines);
        Assert.Equal(["image/png"], Run($"(Get-GCAttachmentPolicy -ProfileId {id} -Direction Inbound).AllowedTypes").Clean().Lines);
    }

    [Fact]
    public async Task A_deployment_is_read_without_a_session_and_opens_no_conversation()
    {
        Run("Get-GCOrg | Disconnect-GCOrg").Clean();

        Run($"{Deployment} -Endpoint $Sandbox.Url").Clean();

        Assert.Equal(["getConfiguration"], (await Sandbox.RequestsAsync()).Where(request => request.Method == "WS").Select(request => request.Target));
    }

    [Fact]
    public async Task A_policy_that_is_given_is_what_files_are_checked_against()
    {
        await OnlyPngAsync();

        Assert.Equal(["False", "True"], Run($"Test-GCAttachment a.pdf, logo.png -Policy ({Deployment})").Clean().Of("IsValid"));
        Assert.Equal(["True"], Run("Test-GCAttachment a.pdf -Policy (Get-GCAttachmentPolicy -Default)").Of("IsValid"));
        var sent = Run($"Send-GCAttachment a.pdf, logo.png -ConversationId $C -Policy ({Deployment}) -WhatIf");
        Assert.Equal(["Rejected", "Skipped"], sent.Of("State"));
        Assert.Equal(["TypeNotAllowed"], sent.ErrorIds);
        Assert.Equal(["TypeNotAllowed"], Run($"New-GCUploadUrl a.pdf -ConversationId $C -Policy ({Deployment})").ErrorIds);
    }

    [Theory]
    [InlineData("ConvertTo-Json")]
    [InlineData("ConvertTo-Json -Compress")]
    public void A_saved_policy_is_the_same_policy(string save)
    {
        Run($"Get-GCAttachmentPolicy -Default | {save} | Set-Content saved.json").Clean();

        Assert.Empty(Run("Compare-GCAttachmentPolicy (Get-GCAttachmentPolicy -Default) (Get-GCAttachmentPolicy -Path saved.json)").Clean().Output);
        Assert.Empty(Run("Get-Item saved.json | Get-GCAttachmentPolicy | Compare-GCAttachmentPolicy (Get-GCAttachmentPolicy -Default)").Clean().Output);
        Assert.Equal([Files.PathOf("saved.json")], Run("Get-GCAttachmentPolicy -Path ./saved.json").Of("Source"));
    }

    [Theory]
    [InlineData("$p | ConvertTo-Json | ConvertFrom-Json")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($p))")]
    [InlineData("[pscustomobject]@{ AllowedTypes = [object[]] $p.AllowedTypes; MaxBytes = $p.MaxBytes; Direction = $null; BlockedExtensions = $p.BlockedExtensions }")]
    public void A_policy_that_went_through_text_is_taken_as_one(string back)
    {
        var script = $"$p = Get-GCAttachmentPolicy -Default; $back = {back}; ";

        Assert.Empty(Run($"{script} Compare-GCAttachmentPolicy $p $back; $back | Compare-GCAttachmentPolicy $p").Clean().Output);
        Assert.Equal(["True"], Run($"{script} Test-GCAttachment a.pdf -Policy $back").Clean().Of("IsValid"));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ AllowedTypes = 'pdf'; MaxBytes = 1 }", "AllowedTypes")]
    [InlineData("[pscustomobject]@{ AllowedTypes = @('*/*'); MaxBytes = 'much' }", "maxBytes")]
    [InlineData("[pscustomobject]@{ AllowedTypes = @('*/*'); MaxBytes = 1; Direction = 'Sideways' }", "Sideways")]
    public void What_only_looks_like_a_policy_is_refused_with_the_field(string policy, string words)
    {
        var ran = Run($"Test-GCAttachment a.pdf -Policy ({policy})");

        Assert.Equal(["ParameterArgumentTransformationError"], ran.ErrorIds);
        Assert.Contains(words, $"{ran.Problems[0]}", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Differences_are_one_row_each_with_which_way_they_go()
    {
        await Sandbox.SetPolicyAsync(new { inbound = new { fileTypes = new[] { new { type = "image/png" }, new { type = "image/gif" } }, maxFileSizeKB = 200 }, blockedExtensions = new[] { ".exe" } });
        Shell.Set("Before", Run(Deployment).Clean().Only());
        await Sandbox.SetPolicyAsync(new { inbound = new { fileTypes = new[] { new { type = "image/png" }, new { type = "text/csv" } }, maxFileSizeKB = 100 }, blockedExtensions = new[] { ".bat" } });

        var rows = Run($"{Deployment} | Compare-GCAttachmentPolicy $Before").Clean();

        Assert.Equal(
            ["AllowedTypes: '' -> 'text/csv' Loosened", "AllowedTypes: 'image/gif' -> '' Tightened", "BlockedExtensions: '' -> '.bat' Tightened", "BlockedExtensions: '.exe' -> '' Loosened", "MaxBytes: '204800' -> '102400' Tightened"],
            rows.Output.Select(row => $"{row.Properties["Property"].Value}: '{row.Properties["Baseline"].Value}' -> '{row.Properties["Live"].Value}' {row.Properties["Change"].Value}").Order(StringComparer.Ordinal));
    }
}
