namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Receipts that are piped again.</summary>
public sealed class RetryTests : StagedTests
{
    public RetryTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("b.png");
        Files.Write("My report.pdf");
    }

    /// <summary>How a receipt may have travelled.</summary>
    public static TheoryData<string> Ways() =>
    [
        "$r",
        "$r | ConvertTo-Json | ConvertFrom-Json",
        "$r | ConvertTo-Csv | ConvertFrom-Csv",
        "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@($r)))",
    ];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_failed_is_sent_again_to_its_target_and_what_was_sent_is_not(string way)
    {
        await Sandbox.FailAsync(new { method = "PUT", path = "*a.pdf", status = 403 });
        Run("$global:r = 'a.pdf', 'b.png' | Send-GCAttachment -ConversationId $C -ErrorAction SilentlyContinue | Sort-Object Index");

        Assert.Equal(["Failed", "Sent"], Run("$r").Of("State"));
        var again = Run($"{way} | Send-GCAttachment | Sort-Object Index").Clean();

        Assert.Equal(["Sent", "Skipped"], again.Of("State"));
        Assert.Equal([Sandbox.ConversationId, Sandbox.ConversationId], again.Of("ConversationId"));
        Assert.Equal("Not sent again: its receipt says Sent.", again.Of("Message")[1]);
        Assert.Equal(2, (await Sandbox.MessagesAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [InlineData("$r | Select-Object Path, ConversationId, Session")]
    [InlineData("$r | Select-Object Path, ConversationId, @{ n = 'SessionKey'; e = { $_.Session } }")]
    [InlineData("$r | Select-Object Path, ConversationId, Session | ConvertTo-Csv | ConvertFrom-Csv")]
    [InlineData("$r | Select-Object Path, ConversationId, Session | ConvertTo-Json | ConvertFrom-Json")]
    public async Task What_names_another_org_is_refused_and_not_sent_through_the_current_one(string way)
    {
        await Sandbox.FailAsync(new { method = "PUT", path = "*a.pdf", status = 403 });
        Run("$global:r = Send-GCAttachment a.pdf -ConversationId $C -ErrorAction SilentlyContinue");
        // The same client elsewhere: the key differs in its endpoint alone.
        Run("$global:r = $r | ConvertTo-Json | ConvertFrom-Json; $r.Session = $r.Session -replace ':[0-9]+', ':1'");

        var again = Run($"{way} | Send-GCAttachment");

        Assert.Equal(["Rejected"], again.Of("State"));
        Assert.Equal(["NotConnected"], again.ErrorIds);
        Assert.Equal(Run("$r.Session").Lines, again.Of("Session"));
        Assert.Contains(Run("$r.Session").Lines[0], again.Of("Message")[0], StringComparison.Ordinal);
        Assert.Empty(await Sandbox.MessagesAsync());
        Assert.Equal(["Sent"], Run($"{way} | Send-GCAttachment -Session (Get-GCOrg -Current)").Clean().Of("State"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_may_have_arrived_is_left_alone_without_force(string way)
    {
        await Sandbox.FailAsync(new { method = "POST", path = "*/messages", acceptThenDrop = true });
        // The conversation cannot be read either, else the message would be found there.
        await Sandbox.FailAlwaysAsync(new { method = "GET", path = $"*/conversations/{Sandbox.ConversationId}", status = 500 });
        var first = Run("$global:r = Send-GCAttachment a.pdf -ConversationId $C -CommunicationId $Sandbox.CommunicationId -ErrorAction SilentlyContinue; $r");
        Assert.Equal(["Unknown"], first.Of("State"));
        Assert.Equal(["MessageOutcomeUnknown"], first.Of("ErrorId"));

        var again = Run($"{way} | Send-GCAttachment");

        Assert.Equal(["Unknown"], again.Of("State"));
        Assert.Equal(["MessageOutcomeUnknown"], again.ErrorIds);
        Assert.Contains("-Force", again.Problems[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(await Sandbox.MessagesAsync());
        await Sandbox.HealAsync();
        Assert.Equal(["Sent"], Run($"{way} | Send-GCAttachment -Force").Clean().Of("State"));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_found_in_the_conversation()
    {
        await Sandbox.FailAsync(new { method = "POST", path = "*/messages", acceptThenDrop = true });

        Assert.Equal(["Sent"], Run("Send-GCAttachment a.pdf -ConversationId $C").Clean().Of("State"));
        Assert.Single(await Sandbox.MessagesAsync());
    }

    [Fact]
    public async Task A_shared_text_that_went_with_another_file_does_not_go_again()
    {
        await Sandbox.FailAsync(new { method = "PUT", path = "*b.png", status = 403 });
        Run("$global:r = 'a.pdf', 'b.png' | Send-GCAttachment -ConversationId $C -Text Once -ErrorAction SilentlyContinue");

        Assert.Equal(["Sent"], Run("$r | Where-Object State -EQ Failed | Send-GCAttachment").Clean().Of("State"));

        Assert.Single(await Sandbox.MessagesAsync(), message => message.Text == "Once");
    }

    [Fact]
    public async Task A_receipt_goes_elsewhere_under_another_name_when_the_line_says_so()
    {
        var other = await Sandbox.OpenConversationAsync();
        Shell.Set("Other", other.ConversationId);
        Run("$global:r = Send-GCAttachment 'My report.pdf' -ConversationId $C -WhatIf").Clean();

        var sent = Run("$r | Send-GCAttachment -ConversationId $Other -Name Other.pdf -Text Hello").Clean();

        Assert.Equal(["Other.pdf"], sent.Of("SentName"));
        Assert.All(await Sandbox.MessagesAsync(), message => Assert.Equal(other.ConversationId, message.ConversationId));
        Assert.Equal(["My_report.pdf"], Run("$r | Send-GCAttachment").Clean().Of("SentName"));
    }

    [Fact]
    public void A_receipt_of_another_route_keeps_it()
    {
        Run("$global:r = Send-GCAttachment a.pdf -ConversationId $C -Route Media -WhatIf").Clean();

        Assert.Equal(["Media"], Run("$r | Send-GCAttachment").Clean().Of("Route"));
        Assert.Equal(["Agent"], Run("$r | Send-GCAttachment -Route Agent").Clean().Of("Route"));
    }

    [Fact]
    public void A_receipt_remembers_its_session_though_another_is_current()
    {
        Run("$global:r = Send-GCAttachment a.pdf -ConversationId $C -WhatIf; Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId").Clean();

        Assert.Equal([Run("$r").Of("Session")[0]], Run("$r | Send-GCAttachment").Clean().Of("Session"));
    }

    [Fact]
    public void A_file_that_is_gone_since_is_refused()
    {
        Files.Write("gone.pdf");
        Run("$global:r = Send-GCAttachment gone.pdf -ConversationId $C -WhatIf").Clean();
        File.Delete(Files.PathOf("gone.pdf"));

        var ran = Run("$r | Send-GCAttachment");

        Assert.Equal(["Rejected"], ran.Of("State"));
        Assert.Equal(["FileNotFound"], ran.ErrorIds);
    }
}
