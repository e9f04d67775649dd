using System.Globalization;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What is piped and is no usable row is refused alone, with words that say what came in and what was wanted.</summary>
public sealed class RowProblemTests : StagedTests
{
    private const string NotUnderstood = "RowNotUnderstood";
    private const string Wanted = "wanted is one of Path, FilePath, LiteralPath, FullName, PSPath";

    public RowProblemTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("b.pdf");
        Files.Write("bytes.txt");
        Files.WriteText("semicolons.csv", $"Path;ConversationId\na.pdf;{Sandbox.ConversationId}\n");
        Files.WriteText("sep.csv", $"sep=,\nPath,ConversationId\na.pdf,{Sandbox.ConversationId}\n");
        Files.WriteText("names.csv", $"Datei,Vorgang\na.pdf,{Sandbox.ConversationId}\n");
    }

    /// <summary>What is piped, and words of the message for it.</summary>
    public static TheoryData<string, string, string[]> Unusable() => new()
    {
        { "Import-Csv semicolons.csv", NotUnderstood, ["'Path;ConversationId'", Wanted, "Import-Csv -Delimiter ';'"] },
        { "(Import-Csv sep.csv -WarningAction Ignore)[1]", NotUnderstood, ["'sep='", Wanted, "leave it out"] },
        { "Import-Csv names.csv", NotUnderstood, ["'Datei', 'Vorgang'", Wanted] },
        { "[pscustomobject]@{ ConversationId = $C }", NotUnderstood, ["'ConversationId'", Wanted] },
        { "[pscustomobject]@{}", NotUnderstood, ["Its columns: none", Wanted] },
        { "$o = [ordered]@{}; 1..20 | ForEach-Object { $o[\"c$_\"] = $_ }; [pscustomobject] $o", NotUnderstood, ["'c1', 'c2'", "'c12' ...", Wanted] },
        { "[pscustomobject]@{ Path = $null; ConversationId = $C }", NotUnderstood, ["column Path is empty"] },
        { "[pscustomobject]@{ Path = ''; ConversationId = $C }", NotUnderstood, ["column Path is empty"] },
        { "[pscustomobject]@{ Path = ' '; ConversationId = $C }", NotUnderstood, ["column Path is empty"] },
        { "[pscustomobject]@{ FilePath = $null }", NotUnderstood, ["column FilePath is empty"] },
        { "[pscustomobject]@{ LiteralPath = [DBNull]::Value }", NotUnderstood, ["column LiteralPath is empty"] },
        { "[pscustomobject]@{ FullName = ''; PSPath = $null }", NotUnderstood, ["column FullName is empty"] },
        { "[pscustomobject]@{ PSPath = ' ' }", NotUnderstood, ["column PSPath is empty"] },
        { "$t = [Data.DataTable]::new(); $null = $t.Columns.Add('Datei'); $null = $t.Rows.Add('a.pdf'); $t.Rows", NotUnderstood, ["'Datei'", Wanted] },
        { "$t = [Data.DataTable]::new(); $null = $t.Columns.Add('Path'); $null = $t.Rows.Add([DBNull]::Value); $t.Rows", NotUnderstood, ["column Path is empty"] },
        { "5", NotUnderstood, ["Int32"] },
        { "4.5", NotUnderstood, ["Double"] },
        { "$true", NotUnderstood, ["Boolean"] },
        { "[datetime]::UnixEpoch", NotUnderstood, ["DateTime"] },
        { "[guid]::Empty", NotUnderstood, ["Guid"] },
        { "{ 'a.pdf' }", NotUnderstood, ["ScriptBlock"] },
        { "[DBNull]::Value", NotUnderstood, ["DBNull"] },
        { "@{ Path = 'a.pdf' }", NotUnderstood, ["hashtable", "[pscustomobject]"] },
        { "[ordered]@{ Path = 'a.pdf' }", NotUnderstood, ["hashtable", "[pscustomobject]"] },
        { ",[byte[]](1, 2)", NotUnderstood, ["Bytes", "file first"] },
        { ",(Get-Content bytes.txt -AsByteStream -Raw)", NotUnderstood, ["Bytes", "file first"] },
        { "[IO.MemoryStream]::new()", NotUnderstood, ["stream", "file first"] },
        { "''", "FileNotFound", ["empty"] },
        { "'  '", "FileNotFound", ["empty"] },
        { "[pscustomobject]@{ Path = 'none.pdf' }", "FileNotFound", ["none.pdf"] },
        { "[pscustomobject]@{ Path = 5 }", "FileNotFound", ["5"] },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task One_that_names_no_file_has_its_receipt_and_the_batch_goes_on(string piped, string errorId, string[] words)
    {
        Shell.Set("Bad", Run(piped).Clean().Output[0]);

        var ran = Run("& { [pscustomobject]@{ Path = 'a.pdf' }; , $Bad; [pscustomobject]@{ FullName = 'b.pdf' } } | Send-GCAttachment -ConversationId $C -WhatIf");

        Assert.Equal(["Skipped", "Rejected", "Skipped"], ran.Of("State"));
        Assert.Equal(["0", "1", "2"], ran.Of("Index"));
        Assert.Equal(["", errorId, ""], ran.Of("ErrorId"));
        Assert.Equal([errorId], ran.ErrorIds);
        Assert.NotEmpty(ran.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Equal(ran.Of("Message")[1], $"{ran.Errors[0]}");
        Assert.All(words, word => Assert.Contains(word, ran.Of("Message")[1], StringComparison.Ordinal));
        Assert.Equal(["False"], ran.Output.Where(receipt => $"{receipt.Properties["State"].Value}" == "Rejected").Select(receipt => $"{receipt.Properties["CanRetry"].Value}"));
        Assert.Empty(await Sandbox.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public void It_is_no_more_to_the_other_commands(string piped, string errorId, string[] words)
    {
        Shell.Set("Bad", Run(piped).Clean().Output[0]);
        const string mixed = "& { 'a.pdf'; , $Bad; 'b.pdf' }";

        var url = Run($"{mixed} | New-GCUploadUrl -ConversationId $C -WhatIf");
        Assert.Equal([errorId], url.ErrorIds);
        Assert.Equal(2, Shell.Screen.Lines.Count);
        Assert.All(words, word => Assert.Contains(word, $"{url.Errors[0]}", StringComparison.Ordinal));
        Assert.Equal(["True", "False", "True"], Run($"{mixed} | Test-GCAttachment").Clean().Of("IsValid"));
        Assert.Equal([errorId], Run($"({mixed} | Test-GCAttachment)[1].ProblemDetails.ErrorId").Lines);
    }

    [Fact]
    public void A_table_of_another_shape_has_a_receipt_for_each_row()
    {
        var ran = Run("Import-Csv sep.csv -WarningAction Ignore | Send-GCAttachment");

        Assert.Equal(["Rejected", "Rejected"], ran.Of("State"));
        Assert.Equal([NotUnderstood, NotUnderstood], ran.ErrorIds);
        Assert.Equal(["2"], Run("(Import-Csv semicolons.csv | Send-GCAttachment -ErrorAction Ignore | Measure-GCReceipt).ExitCode").Lines);
    }

    [Fact]
    public void A_null_among_them_is_refused_alone()
    {
        var ran = Run("'a.pdf', $null, 'b.pdf' | Send-GCAttachment -ConversationId $C -WhatIf");

        Assert.Equal(["Skipped", "Rejected", "Skipped"], ran.Of("State"));
        Assert.Equal(ran.Of("ErrorId")[1], Assert.Single(ran.ErrorIds));
        Assert.Equal(["Skipped", "Rejected", "Skipped"], Run(", @([pscustomobject]@{ Path = 'a.pdf' }, $null, 'b.pdf') | Send-GCAttachment -ConversationId $C -WhatIf").Of("State"));
    }

    [Fact]
    public void Everything_that_comes_down_the_pipe_has_its_receipt_in_its_place()
    {
        var things = Unusable().Select(row => Run((string)row[0]).Clean().Output[0]).ToList();
        Shell.Set("Things", things.ToArray());

        var ran = Run("& { foreach ($thing in $Things) { , $thing; 'a.pdf'; $null; [pscustomobject]@{ Path = 'b.pdf'; Text = $null } } } | Send-GCAttachment -ConversationId $C -WhatIf");

        Assert.Equal(Enumerable.Range(0, 4 * things.Count).Select(i => i.ToString(CultureInfo.InvariantCulture)), ran.Of("Index"));
        Assert.Equal(Enumerable.Repeat(new[] { "Rejected", "Skipped", "Rejected", "Skipped" }, things.Count).SelectMany(states => states), ran.Of("State"));
        Assert.Equal(2 * things.Count, ran.Errors.Count);
    }

    [Fact]
    public async Task Among_good_rows_they_cost_nobody_else_anything()
    {
        var ran = Run("""
            [pscustomobject]@{ Path = 'a.pdf'; ConversationId = $C; Text = 'first' },
            [pscustomobject]@{ Path = $null; ConversationId = $C; Text = 'lost' },
            [pscustomobject]@{ Path = ''; ConversationId = $C },
            [pscustomobject]@{ ConversationId = $C },
            [pscustomobject]@{ Path = 'b.pdf'; ConversationId = $C } | Send-GCAttachment | Sort-Object Index
            """);

        Assert.Equal(["Sent", "Rejected", "Rejected", "Rejected", "Sent"], ran.Of("State"));
        Assert.Equal(["first"], (await Sandbox.MessagesAsync()).Where(message => message.Attachments.Length == 0).Select(message => message.Text));
    }

    [Theory]
    [InlineData("agent", "Agent")]
    [InlineData(" Media ", "Media")]
    [InlineData("MULTIPART", "Multipart")]
    public async Task The_route_of_a_row_is_its_own(string route, string expected)
    {
        Shell.Set("Route", route);

        var ran = Run("[pscustomobject]@{ Path = 'a.pdf'; ConversationId = $C; Route = $Route }, [pscustomobject]@{ Path = 'b.pdf'; ConversationId = $C } | Send-GCAttachment | Sort-Object Index").Clean();

        Assert.Equal([expected, "Agent"], ran.Of("Route"));
        Assert.Equal([expected, "Agent"], (await Sandbox.MessagesAsync()).OrderBy(message => message.Attachments[0].Name).Select(message => message.Route), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_route_that_there_is_not_is_the_error_of_its_row_and_of_a_line()
    {
        const string rows = "[pscustomobject]@{ Path = 'a.pdf'; ConversationId = $C; Route = 'Sideways' }, [pscustomobject]@{ Path = 'b.pdf'; ConversationId = $C; Route = 'Media' }";

        var sent = Run($"{rows} | Send-GCAttachment -WhatIf");
        Assert.Equal(["Rejected", "Skipped"], sent.Of("State"));
        Assert.Equal(["RequestInvalid"], sent.ErrorIds);
        Assert.Contains("There is no route 'Sideways'. The routes are Agent, Guest, Media, Messaging and Multipart.", sent.Of("Message")[0], StringComparison.Ordinal);
        Assert.Equal(["RequestInvalid", "RouteHasNoUploadUrl"], Run($"{rows} | New-GCUploadUrl").ErrorIds);
    }

    [Theory]
    [InlineData("Send-GCAttachment a.pdf -ConversationId $C")]
    [InlineData("New-GCUploadUrl a.pdf -ConversationId $C")]
    [InlineData("Test-GCAttachment a.pdf")]
    public void A_route_that_there_is_not_ends_the_line(string line)
    {
        var ran = Run($"try {{ {line} -Route Sideways; 'went on' }} catch {{ throw }}");

        Assert.Empty(ran.Output);
        Assert.Equal("RequestInvalid", ran.ThrownId);
        Assert.StartsWith("There is no route 'Sideways'.", $"{ran.Thrown}", StringComparison.Ordinal);
        Assert.Contains("Agent, Guest, Media, Messaging, Multipart", ran.Thrown!.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
