namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Preferences rule the cmdlets as they do any other.</summary>
public sealed class PreferenceTests : StagedTests
{
    public PreferenceTests(Stage stage)
        : base(stage)
    {
        foreach (var name in new[] { "a.pdf", "b.pdf" })
        {
            Files.Write(name);
        }
    }

    private const string OneBad = "'a.pdf', 'none.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C";

    [Theory]
    [InlineData("Continue", 1)]
    [InlineData("SilentlyContinue", 0)]
    [InlineData("Ignore", 0)]
    public void An_error_that_need_not_end_the_batch_does_not(string action, int shown)
    {
        var ran = Run($"{OneBad} -ErrorAction {action} | Sort-Object Index");

        Assert.Equal(["Sent", "Rejected", "Sent"], ran.Of("State"));
        Assert.Equal(shown, ran.Errors.Count);
        Assert.Null(ran.Thrown);
    }

    [Theory]
    [InlineData("-ErrorAction SilentlyContinue", "1")]
    [InlineData("-ErrorAction Ignore", "0")]
    public void A_silent_error_is_in_the_errors_variable_and_an_ignored_one_is_not(string given, string count) =>
        Assert.Equal([count], Run($"$before = $Error.Count; $null = {OneBad} {given}; $Error.Count - $before").Lines);

    [Fact]
    public void An_error_variable_has_what_was_refused() =>
        Assert.Equal(["FileNotFound,GenesysAttachments.Commands.SendGCAttachmentCommand"], Run($"$null = {OneBad} -ErrorAction SilentlyContinue -ErrorVariable problems; $problems.FullyQualifiedErrorId").Lines);

    [Theory]
    [InlineData("", "$ErrorActionPreference = 'Stop'; ")]
    [InlineData("-ErrorAction Stop", "")]
    public void Stop_ends_the_batch_at_the_error_and_every_receipt_is_still_there(string given, string before)
    {
        // Its message has not left when the error comes.
        Run("$null = Invoke-RestMethod \"$($Sandbox.Url)/_sandbox/faults\" -Method Post -NoProxy -ContentType application/json -Body '{\"method\":\"PUT\",\"path\":\"*a.pdf\",\"delayMs\":5000}'").Clean();
        var ran = Run($"{before}$got = [Collections.Generic.List[object]]::new(); try {{ {OneBad} {given} | ForEach-Object {{ $got.Add($_) }} }} catch {{ $id = $_.FullyQualifiedErrorId }}; $got | Sort-Object Index; $id");

        Assert.Equal("FileNotFound,GenesysAttachments.Commands.SendGCAttachmentCommand", ran.Lines[^1]);
        var states = ran.Of("State");
        Assert.Equal(3, states.Count);
        Assert.Equal("Cancelled", states[0]);
        Assert.Equal("Rejected", states[1]);
    }

    [Theory]
    [InlineData("Send-GCAttachment a.pdf -ConversationId $C", "The upload URL for 'a.pdf': 200 after")]
    [InlineData("New-GCUploadUrl a.pdf -ConversationId $C", "The upload URL for 'a.pdf': 200 after")]
    [InlineData("Get-GCConversation $C", "conversation")]
    [InlineData("$null = Send-GCAttachment a.pdf -ConversationId $C; Get-GCAttachment $C", "Reading conversation")]
    [InlineData("$null = Send-GCAttachment a.pdf -ConversationId $C; Save-GCAttachment in -ConversationId $C", "The download of 'a.pdf': 200 after")]
    [InlineData("Get-GCAttachmentPolicy", "200 after")]
    [InlineData("$Sandbox | Connect-GCOrg", "Sign-in")]
    public void Verbose_tells_the_story_and_debug_the_requests_without_a_secret(string line, string words)
    {
        var ran = Run($"{line} -Verbose -Debug").Clean();

        Assert.Contains(ran.Verbose, text => text.Contains(words, StringComparison.Ordinal));
        Assert.NotEmpty(ran.Debug);
        Assert.DoesNotContain(ran.Verbose.Concat(ran.Debug), text => text.Contains("Bearer", StringComparison.Ordinal) || text.Contains("X-Amz-", StringComparison.Ordinal) || text.Contains(Sandbox.Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "", false, false)]
    [InlineData("$VerbosePreference = 'Continue'; ", "", true, false)]
    [InlineData("$DebugPreference = 'Continue'; ", "", false, true)]
    [InlineData("$VerbosePreference = 'Continue'; ", "-Verbose:$false", false, false)]
    [InlineData("$DebugPreference = 'Continue'; ", "-Debug:$false", false, false)]
    [InlineData("$VerbosePreference = 'Ignore'; ", "", false, false)]
    public void The_story_is_told_where_the_preference_asks_for_it(string before, string given, bool verbose, bool debug)
    {
        var ran = Run($"{before}Send-GCAttachment a.pdf -ConversationId $C {given}").Clean();

        Assert.Equal((verbose, debug), (ran.Verbose.Count > 0, ran.Debug.Count > 0));
    }

    [Fact]
    public void An_out_variable_and_a_pipeline_variable_have_the_receipts()
    {
        Assert.Equal(["Sent"], Run("$null = Send-GCAttachment a.pdf -ConversationId $C -OutVariable got; $got.State").Clean().Lines);
        Assert.Equal(["a.pdf Sent"], Run("Get-Item a.pdf -PipelineVariable file | Send-GCAttachment -ConversationId $C | ForEach-Object { \"$($file.Name) $($_.State)\" }").Clean().Lines);
    }

    [Fact]
    public void Default_values_for_parameters_are_taken() =>
        Assert.Equal(["Sent"], Run("$PSDefaultParameterValues = @{ 'Send-GCAttachment:ConversationId' = $C }; Send-GCAttachment a.pdf").Clean().Of("State"));
}
