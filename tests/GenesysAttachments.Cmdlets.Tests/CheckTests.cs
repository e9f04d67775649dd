namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Test-GCAttachment: every problem at once, no network.</summary>
public sealed class CheckTests : StagedTests
{
    public CheckTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("a b.pdf");
        Files.Write("a_b.pdf");
        Files.Write("logo.png");
        Files.Write("empty.txt", 0);
        File.Copy(Files.PathOf("logo.png"), Files.PathOf("disguised.pdf"), overwrite: true);
    }

    [Fact]
    public async Task A_file_shows_its_facts()
    {
        var file = Run("Test-GCAttachment logo.png").Clean().Only();

        Assert.Equal((Files.PathOf("logo.png"), "logo.png", 1000L, "image/png"), (file.Properties["Path"].Value, file.Properties["Name"].Value, file.Properties["Length"].Value, file.Properties["ContentType"].Value));
        Assert.Equal(("image/png", "Match", true, "Default"), (file.Properties["DetectedType"].Value, file.Properties["Verdict"].Value, file.Properties["IsValid"].Value, file.Properties["Policy"].Value));
        Assert.NotEmpty((string[])file.Properties["Evidence"].Value);
        Assert.Empty((string[])file.Properties["Problems"].Value);
        Assert.Empty(await Sandbox.RequestsAsync());
    }

    [Theory]
    [InlineData("empty.txt", "FileEmpty")]
    [InlineData("none.pdf", "FileNotFound")]
    [InlineData("disguised.pdf", "ContentMismatch")]
    [InlineData("a.pdf -Name report", "NameInvalid")]
    [InlineData("a.pdf -ContentType text/html", "TypeNotAllowed")]
    [InlineData("a.pdf -Route Agent -Text ('x' * 2001)", "RequestInvalid")]
    [InlineData("a.pdf -Route guest -Text ('ż' * 2049)", "RequestInvalid")]
    public void A_problem_is_in_the_result_and_no_error(string given, string errorId)
    {
        var ran = Run($"Test-GCAttachment {given}").Clean();

        Assert.Equal(["False"], ran.Of("IsValid"));
        Assert.Contains(errorId, Run($"(Test-GCAttachment {given}).ProblemDetails.ErrorId").Lines);
    }

    [Theory]
    [InlineData("Test-GCAttachment disguised.pdf", "False Mismatch")]
    [InlineData("Test-GCAttachment disguised.pdf -ContentCheck off", "True Mismatch")]
    [InlineData("Test-GCAttachment disguised.pdf -ContentType image/png", "True Match")]
    [InlineData("Get-Item disguised.pdf | Test-GCAttachment -Name { $_.BaseName + '.png' }", "True Match")]
    [InlineData("Test-GCAttachment disguised.pdf | Test-GCAttachment -Name { $_.Name -replace 'pdf', 'png' }", "True Match")]
    [InlineData("Test-GCAttachment logo.png -Name logo.jpg", "True Compatible")]
    [InlineData("Test-GCAttachment logo.png -Name logo.jpg -ContentCheck Strict", "False Mismatch")]
    public void Content_is_held_against_its_name_as_strictly_as_asked(string line, string expected) =>
        Assert.Equal([expected], Run($"{line} | ForEach-Object {{ '{{0}} {{1}}' -f $_.IsValid, $_.Verdict }}").Clean().Lines);

    [Theory]
    [InlineData("Test-GCAttachment disguised.pdf | Send-GCAttachment -ConversationId $C -ContentCheck Off", "Sent disguised.pdf application/pdf")]
    [InlineData("Test-GCAttachment disguised.pdf | Send-GCAttachment -ConversationId $C -Name photo.png", "Sent photo.png image/png")]
    [InlineData("Get-Item disguised.pdf | Send-GCAttachment -ConversationId $C -Name { $_.BaseName + '.png' }", "Sent disguised.png image/png")]
    [InlineData("Send-GCAttachment disguised.pdf -ConversationId $C -EA Ignore | Send-GCAttachment -ContentCheck Off", "Sent disguised.pdf application/pdf")]
    [InlineData("Send-GCAttachment disguised.pdf -ConversationId $C -EA Ignore | Send-GCAttachment -Name photo.png", "Sent photo.png image/png")]
    [InlineData("New-GCUploadUrl disguised.pdf -ConversationId $C -ContentCheck Off | Send-GCAttachment", "Sent disguised.pdf application/pdf")]
    [InlineData("Test-GCAttachment empty.txt | Send-GCAttachment -ConversationId $C -ContentCheck Off -EA Ignore", "Rejected empty.txt text/plain")]
    public void What_was_refused_for_its_content_goes_when_the_user_says_so(string line, string expected) =>
        Assert.Equal([expected], Run($"{line} | ForEach-Object {{ '{{0}} {{1}} {{2}}' -f $_.State, $_.Name, $_.ContentType }}").Lines);

    [Theory]
    [InlineData("Test-GCAttachment a.pdf, logo.png -Quiet", "True")]
    [InlineData("'a.pdf', 'none.pdf' | Test-GCAttachment -Quiet", "False")]
    [InlineData("Get-Item nothing* | Test-GCAttachment -Quiet", "False")]
    [InlineData("Test-GCAttachment a.pdf | Test-GCAttachment -Quiet", "True")]
    [InlineData("Test-GCAttachment empty.txt | Test-GCAttachment -Quiet", "False")]
    public void Quiet_is_one_answer_for_the_whole_input(string line, string expected)
    {
        var ran = Run(line).Clean();

        Assert.Equal([expected], ran.Lines);
        Assert.IsType<bool>(ran.Only().BaseObject);
    }

    [Fact]
    public void Names_repaired_for_a_route_stay_apart()
    {
        var names = Run("Get-ChildItem a*b.pdf | Test-GCAttachment -Route Agent").Clean().Of("SentName");

        Assert.Equal(2, names.Distinct().Count());
        Assert.DoesNotContain(names, name => name.Contains(' ', StringComparison.Ordinal));
    }

    [Fact]
    public void A_checked_file_is_checked_again_under_what_the_line_says()
    {
        Assert.Equal(["Offer.pdf"], Run("Test-GCAttachment a.pdf | Test-GCAttachment -Name Offer.pdf").Clean().Of("Name"));
        Assert.Equal(["False"], Run("Test-GCAttachment a.pdf | Test-GCAttachment -ContentType text/html").Clean().Of("IsValid"));
        Assert.Equal(["Offer.pdf"], Run("Test-GCAttachment a.pdf -Name Offer.pdf | Test-GCAttachment").Clean().Of("Name"));
        Assert.Equal(["True"], Run("Send-GCAttachment a.pdf -ConversationId $C -WhatIf | Test-GCAttachment").Clean().Of("IsValid"));
    }

    [Fact]
    public void It_needs_no_session_and_takes_one_by_key()
    {
        Assert.Equal(["Default"], Run("Test-GCAttachment a.pdf -Session (Get-GCOrg -Current).Key").Clean().Of("Policy"));
        Assert.Equal(["True"], Run("Get-GCOrg | Disconnect-GCOrg; Test-GCAttachment a.pdf").Clean().Of("IsValid"));
    }

    [Fact]
    public void A_file_that_was_refused_is_refused_by_what_comes_after_it()
    {
        var ran = Run("Test-GCAttachment disguised.pdf | Send-GCAttachment -ConversationId $C");

        Assert.Equal(["Rejected"], ran.Of("State"));
        Assert.Equal(["ContentMismatch"], ran.ErrorIds);
        Assert.StartsWith("'disguised.pdf' was not sent.", $"{ran.Errors[0]}", StringComparison.Ordinal);
    }
}
