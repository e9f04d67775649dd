namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What -WhatIf shows, and what -Confirm asks.</summary>
public sealed class ConfirmTests : StagedTests
{
    public ConfirmTests(Stage stage)
        : base(stage)
    {
        foreach (var name in new[] { "a.pdf", "b.pdf", "c.pdf" })
        {
            Files.Write(name);
        }
    }

    [Theory]
    [InlineData("a.pdf", "Yes", "Sent")]
    [InlineData("a.pdf", "No", "Skipped")]
    [InlineData("a.pdf,b.pdf,c.pdf", "Yes No Yes", "Sent Skipped Sent")]
    [InlineData("a.pdf,b.pdf,c.pdf", "No,Yes to All", "Skipped Sent Sent")]
    [InlineData("a.pdf,b.pdf,c.pdf", "Yes,No to All", "Sent Skipped Skipped")]
    public async Task Each_file_is_asked_about_and_has_its_receipt(string files, string answers, string states)
    {
        Shell.Screen.Answer(answers.Split(answers.Contains(',', StringComparison.Ordinal) ? ',' : ' '));

        var receipts = Run($"Send-GCAttachment {files} -ConversationId $C -Confirm | Sort-Object Index").Clean();

        Assert.Equal(states.Split(' '), receipts.Of("State"));
        Assert.Equal(states.Split(' ').Count(state => state == "Sent"), (await Sandbox.MessagesAsync()).Count);
        Assert.All(receipts.Output.Where(receipt => $"{receipt.Properties["State"].Value}" == "Skipped"), receipt => Assert.Equal("Not sent: declined.", receipt.Properties["Message"].Value));
        var asked = Shell.Screen.Questions;
        Assert.Contains(Files.PathOf("a.pdf"), asked[0], StringComparison.Ordinal);
        Assert.Contains(Sandbox.ConversationId, asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_for_all_end_the_questions()
    {
        Shell.Screen.Answer("Yes to All");

        Run("Send-GCAttachment a.pdf, b.pdf, c.pdf -ConversationId $C -Confirm").Clean();

        Assert.Single(Shell.Screen.Questions);
    }

    [Fact]
    public void A_low_preference_asks_as_well_and_a_refused_file_is_not_asked_about()
    {
        Shell.Screen.Answer("No");

        var ran = Run("$ConfirmPreference = 'Low'; Send-GCAttachment none.pdf, a.pdf -ConversationId $C");

        Assert.Equal(["Rejected", "Skipped"], ran.Of("State"));
        Assert.Single(Shell.Screen.Questions);
    }

    [Fact]
    public void Confirm_false_asks_nothing_whatever_the_preference()
    {
        Assert.Equal(["Sent"], Run("$ConfirmPreference = 'Low'; Send-GCAttachment a.pdf -ConversationId $C -Confirm:$false").Clean().Of("State"));
        Assert.Empty(Shell.Screen.Questions);
    }

    [Theory]
    [InlineData("New-GCUploadUrl a.pdf -ConversationId $C -Confirm", "a.pdf")]
    [InlineData("Disconnect-GCOrg -Confirm", "sandbox")]
    [InlineData("$Sandbox | Stop-GCSandbox -Confirm", "http")]
    public async Task Declined_it_does_nothing(string line, string about)
    {
        Shell.Screen.Answer("No");

        Assert.Empty(Run(line).Clean().Output);

        var question = Assert.Single(Shell.Screen.Questions);
        Assert.Contains(about == "sandbox" ? new Uri(Sandbox.Url).Host : about, question, StringComparison.Ordinal);
        Assert.Empty(await Sandbox.RequestsAsync());
        Assert.Single(Run("Get-GCOrg").Output);
    }

    [Theory]
    [InlineData("-WhatIf", "")]
    [InlineData("", "$WhatIfPreference = $true; ")]
    public void WhatIf_names_each_file_and_sums_up(string given, string before)
    {
        var receipts = Run($"{before}'a.pdf', 'b.pdf', 'none.pdf' | Send-GCAttachment -ConversationId $C {given}");

        Assert.Equal(["Skipped", "Skipped", "Rejected"], receipts.Of("State"));
        Assert.Equal("Not sent: -WhatIf.", receipts.Of("Message")[0]);
        var lines = Shell.Screen.Lines;
        Assert.Equal(3, lines.Count);
        Assert.StartsWith($"What if: Send '{Files.PathOf("a.pdf")}' (1,000 bytes) to conversation {Sandbox.ConversationId}", lines[0], StringComparison.Ordinal);
        Assert.Contains("In all: 2 files, 2,000 bytes, 1 refused; policy Default (Outbound); about 6 API calls, 2 % of a minute's quota of 300.", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'a.pdf' | Send-GCAttachment -ConversationId $C -CommunicationId c", "In all: 1 file, 1,000 bytes, 0 refused; policy Default (Outbound); about 3 API calls, 1 % of a minute's quota of 300.")]
    [InlineData("'tiny.csv' | Send-GCAttachment -ConversationId $C -Route Multipart", "In all: 1 file, 1 byte, 0 refused; policy Default (Outbound); about 1 API call, 0 % of a minute's quota of 300.")]
    [InlineData("'none.pdf' | Send-GCAttachment -ConversationId $C", "In all: nothing would be sent, 1 refused; policy Default (Outbound).")]
    [InlineData("'', 'none.pdf' | Send-GCAttachment", "In all: nothing would be sent, 2 refused; policy Default (Outbound).")]
    [InlineData("[pscustomobject]@{ Datei = 'a.pdf' } | Send-GCAttachment", "In all: nothing would be sent, 1 refused.")]
    [InlineData("5, @{} | Send-GCAttachment -ConversationId $C", "In all: nothing would be sent, 2 refused.")]
    public void The_sum_is_a_sentence_whatever_the_numbers(string line, string sum)
    {
        Files.Write("tiny.csv", 1);

        Run($"{line} -WhatIf");

        Assert.Equal($"What if: {sum}", Shell.Screen.Lines[^1]);
    }

    [Theory]
    [InlineData("a.pdf, b.pdf -ConversationId $C -Text Hi", "about 7 API calls")]
    [InlineData("a.pdf, b.pdf -ConversationId $C -CommunicationId $Sandbox.CommunicationId", "about 5 API calls")]
    [InlineData("a.pdf, b.pdf -ChannelId ch -GuestId g", "about 4 API calls")]
    [InlineData("a.pdf, b.pdf -ConversationId $C -Route Media", "about 4 API calls")]
    [InlineData("a.pdf, b.pdf -ConversationId $C -Route Multipart", "about 2 API calls")]
    [InlineData("a.pdf, b.pdf -Session (Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -PassThru)", "a minute's quota of 60")]
    [InlineData("a.pdf, b.pdf -ConversationId $C -Session (Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -RequestsPerMinute 0 -PassThru)", "API calls.")]
    public void The_sum_says_what_a_route_costs(string line, string sum)
    {
        Run($"Send-GCAttachment {line} -WhatIf");

        Assert.Contains(sum, Shell.Screen.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Disconnect-GCOrg -WhatIf", "Disconnect")]
    [InlineData("Disconnect-GCOrg -EndConversation -WhatIf", "End the guest's conversation")]
    [InlineData("$Sandbox | Stop-GCSandbox -WhatIf", "Stop the sandbox")]
    public void WhatIf_says_what_would_be_done_and_does_not(string line, string words)
    {
        Assert.Empty(Run(line).Clean().Output);

        Assert.Contains(words, Assert.Single(Shell.Screen.Lines), StringComparison.Ordinal);
        Assert.Single(Run("Get-GCOrg").Output);
    }

    [Fact]
    public void A_name_repaired_for_the_route_is_shown()
    {
        Files.Write("My report.pdf");

        Run("Send-GCAttachment 'My report.pdf' -ConversationId $C -WhatIf").Clean();

        Assert.Contains("as My_report.pdf", Shell.Screen.Lines[0], StringComparison.Ordinal);
    }
}
