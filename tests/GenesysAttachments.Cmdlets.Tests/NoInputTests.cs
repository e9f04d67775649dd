namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Where nothing at all comes in, one warning says so: silence would look like success.</summary>
public sealed class NoInputTests : StagedTests
{
    private static readonly (string Command, string What)[] Commands =
        [("Send-GCAttachment -ConversationId $C", "sent"), ("New-GCUploadUrl -ConversationId $C", "given an upload URL"), ("Test-GCAttachment", "checked")];

    public NoInputTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.WriteText("none.csv", "Path,ConversationId\n");
    }

    /// <summary>What stands before the pipe, and what is said of it.</summary>
    private static readonly (string Before, string Words)[] Upstreams =
    [
        ("Get-ChildItem *.nothing", "'Get-ChildItem *.nothing' gave nothing: check the folder and the ending in '*.nothing'."),
        ("Get-ChildItem ./*.nothing -File", "'Get-ChildItem ./*.nothing -File' gave nothing: check the folder and the ending in './*.nothing'."),
        ("Get-ChildItem -Filter \"*.nothing\"", "check the folder and the ending in '*.nothing'."),
        ("Import-Csv none.csv", "'Import-Csv none.csv' gave nothing: check the folder and the ending in 'none.csv'."),
        ("$Nothing", "'$Nothing' gave nothing."),
        ("@()", "'@()' gave nothing."),
        ("Get-Item a.pdf | Where-Object Length -GT 5000", "'Where-Object Length -GT 5000' gave nothing."),
        ("& { }", "'& { }' gave nothing."),
    ];

    public static TheoryData<string, string, string> Lines()
    {
        var lines = new TheoryData<string, string, string>();
        foreach (var (command, what) in Commands)
        {
            foreach (var (before, words) in Upstreams)
            {
                lines.Add($"{before} | {command}", what, words);
            }

            lines.Add($"{command} -Path @()", what, "The list that was given is empty.");
            lines.Add($"{command} -LiteralPath @()", what, "The list that was given is empty.");
            lines.Add($"$Nothing |\n    {command}", what, "What stands before the pipe gave nothing.");
        }

        return lines;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task One_warning_says_what_gave_nothing(string line, string what, string words)
    {
        var ran = Run($"$Nothing = @(); {line}").Clean();

        Assert.Empty(ran.Output);
        var warning = Assert.Single(ran.Warnings);
        Assert.StartsWith($"No file came in, so nothing was {what}.", warning, StringComparison.Ordinal);
        Assert.EndsWith(words, warning, StringComparison.Ordinal);
        Assert.Empty(await Sandbox.RequestsAsync());
    }

    [Theory]
    [InlineData("'a.pdf'")]
    [InlineData("'none.pdf'")]
    [InlineData("'*.nothing'")]
    [InlineData("$null")]
    [InlineData("5")]
    [InlineData("[pscustomobject]@{ Datei = 'a.pdf' }")]
    [InlineData("[pscustomobject]@{ Path = $null }")]
    [InlineData("Test-GCAttachment a.pdf")]
    public void None_where_something_came_in_even_if_it_was_refused(string piped)
    {
        foreach (var (command, _) in Commands)
        {
            Assert.Empty(Run($"{piped} | {command} {(command.StartsWith("Test", StringComparison.Ordinal) ? "" : "-WhatIf")}").Warnings);
        }
    }

    [Fact]
    public void Each_of_several_pipelines_on_a_line_is_told_of_its_own()
    {
        var ran = Run("Get-ChildItem *.one | Test-GCAttachment; Get-ChildItem *.two | Test-GCAttachment; if ($true) { Get-ChildItem *.three | Test-GCAttachment -Quiet }").Clean();

        Assert.Equal(["*.one", "*.two", "*.three"], ran.Warnings.Select(warning => warning.Split('\'')[3]));
        Assert.Equal(["False"], ran.Lines);
    }

    [Fact]
    public void A_chain_that_ends_in_nothing_warns_of_each_command_that_got_nothing() =>
        Assert.Equal(
            ["checked", "given an upload URL", "sent"],
            Run("Get-ChildItem *.nothing | Test-GCAttachment | New-GCUploadUrl -ConversationId $C | Send-GCAttachment").Clean().Warnings.Select(warning => warning.Split("so nothing was ")[1].Split('.')[0]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("", "-WarningAction SilentlyContinue")]
    [InlineData("", "-WarningAction Ignore")]
    [InlineData("$WarningPreference = 'SilentlyContinue'; ", "")]
    public void The_preference_silences_it(string before, string given)
    {
        foreach (var (command, _) in Commands)
        {
            Assert.Empty(Run($"{before}Get-ChildItem *.nothing | {command} {given}").Clean().Warnings);
        }
    }

    [Fact]
    public void The_preference_makes_it_an_error_or_a_variable()
    {
        Assert.Equal("ActionPreferenceStop", Run("Get-ChildItem *.nothing | Send-GCAttachment -ConversationId $C -WarningAction Stop").ThrownId);
        Assert.Equal(["1"], Run("Get-ChildItem *.nothing | Send-GCAttachment -ConversationId $C -WarningVariable w -WarningAction SilentlyContinue; $w.Count").Clean().Lines);
    }

    [Fact]
    public void Under_WhatIf_there_is_no_sum_of_nothing()
    {
        Assert.Single(Run("Get-ChildItem *.nothing | Send-GCAttachment -ConversationId $C -WhatIf").Clean().Warnings);
        Assert.Empty(Shell.Screen.Lines);
    }
}
