namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Whatever is piped, the file that goes is the one that was meant.</summary>
public sealed class BindingTests : StagedTests
{
    private const string BothBrackets = "a[1].pdf";

    public BindingTests(Stage stage)
        : base(stage)
    {
        foreach (var name in new[] { "a1.pdf", BothBrackets, "b.csv", "My report.pdf" })
        {
            Files.Write(name);
        }

        Directory.CreateDirectory(Files.PathOf("folder.pdf"));
    }

    /// <summary>What is piped, and the files it means.</summary>
    public static TheoryData<string, string[]> Rows() => new()
    {
        { "Get-Item -LiteralPath 'a[1].pdf'", [BothBrackets] },
        { "Get-ChildItem b*.csv", ["b.csv"] },
        { "Get-Item a1.pdf | Add-Member ConversationId row -PassThru", ["a1.pdf"] },
        { "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-Item -LiteralPath 'a[1].pdf')))", [BothBrackets] },
        { "Resolve-Path -LiteralPath 'a[1].pdf'", [BothBrackets] },
        { "'a[1].pdf'", [BothBrackets] },
        { "'a`[1`].pdf'", [BothBrackets] },
        { "'a1.pdf', 'b.csv'", ["a1.pdf", "b.csv"] },
        { ",@('a1.pdf', 'b.csv')", ["a1.pdf", "b.csv"] },
        { "'*.pdf'", ["My report.pdf", BothBrackets, "a1.pdf"] },
        { "Get-Content list.txt", ["a1.pdf", "b.csv"] },
        { "[pscustomobject]@{ Path = 'a1.pdf' }", ["a1.pdf"] },
        { "[pscustomobject]@{ FilePath = 'b.csv' }", ["b.csv"] },
        { "[pscustomobject]@{ FullName = 'a[1].pdf' }", [BothBrackets] },
        { "[pscustomobject]@{ LiteralPath = 'a[1].pdf' }", [BothBrackets] },
        { "[pscustomobject]@{ PSPath = (Get-Item -LiteralPath 'a[1].pdf').PSPath }", [BothBrackets] },
        { "Test-GCAttachment -LiteralPath 'a[1].pdf'", [BothBrackets] },
        { "New-GCUploadUrl -LiteralPath 'a[1].pdf' -ConversationId $C", [BothBrackets] },
        { "Send-GCAttachment -LiteralPath 'a[1].pdf' -ConversationId c -WhatIf", [BothBrackets] },
        { "Send-GCAttachment -LiteralPath 'a[1].pdf' -ConversationId c -WhatIf | ConvertTo-Csv | ConvertFrom-Csv", [BothBrackets] },
        { "Send-GCAttachment -LiteralPath 'a[1].pdf' -ConversationId c -WhatIf | ConvertTo-Json | ConvertFrom-Json", [BothBrackets] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Send_means_the_very_file(string piped, string[] files)
    {
        Files.WriteText("list.txt", "a1.pdf\nb.csv\n");

        var receipts = Run($"{piped} | Send-GCAttachment -ConversationId $C -WhatIf").Clean();

        Assert.Equal(files.Order(StringComparer.Ordinal), receipts.Of("Path").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(receipts.Of("Path"), path => Assert.Equal(Files.Folder, Path.GetDirectoryName(path)));
        Assert.All(receipts.Of("State"), state => Assert.Equal("Skipped", state));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Test_means_the_very_file(string piped, string[] files)
    {
        Files.WriteText("list.txt", "a1.pdf\nb.csv\n");

        var checks = Run($"{piped} | Test-GCAttachment").Clean();

        Assert.Equal(files.Order(StringComparer.Ordinal), checks.Of("Path").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void New_means_the_very_file(string piped, string[] files)
    {
        Files.WriteText("list.txt", "a1.pdf\nb.csv\n");

        Run($"{piped} | New-GCUploadUrl -ConversationId $C -WhatIf").Clean();

        // Under -WhatIf it gives nothing; what it would have asked for is on the screen.
        var asked = Shell.Screen.Lines.Where(line => line.Contains("Get an upload URL", StringComparison.Ordinal)).ToList();
        Assert.Equal(files.Length, asked.Count);
        Assert.All(files, file => Assert.Contains(asked, line => line.Contains($"\"{file}\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("'none.pdf'", "FileNotFound")]
    [InlineData("'none*.pdf'", "FileNotFound")]
    [InlineData("''", "FileNotFound")]
    [InlineData("'  '", "FileNotFound")]
    [InlineData("[pscustomobject]@{ Path = '' }", "RowNotUnderstood")]
    [InlineData("[pscustomobject]@{ Path = '  ' }", "RowNotUnderstood")]
    [InlineData("[pscustomobject]@{ LiteralPath = 'none[1].pdf' }", "FileNotFound")]
    [InlineData("[pscustomobject]@{ LiteralPath = 'Env:PATH' }", "PathNotFound")]
    [InlineData("Get-Item folder.pdf", "FileUnreadable")]
    [InlineData("'Env:PATH'", "PathNotFound")]
    [InlineData("'Env:PAT*'", "PathNotFound")]
    [InlineData("'NoDrive:/a.pdf'", "PathNotFound")]
    public void What_means_no_file_is_the_error_of_that_item_alone(string piped, string errorId)
    {
        var ran = Run($"({piped}), 'a1.pdf' | Send-GCAttachment -ConversationId c -WhatIf");

        Assert.Equal([errorId], ran.ErrorIds);
        Assert.Equal(["Rejected", "Skipped"], ran.Of("State"));
        Assert.Equal([errorId, ""], ran.Of("ErrorId"));
        Assert.Equal(["0", "1"], ran.Of("Index"));
        Assert.NotEmpty(ran.Problems[0].ErrorDetails.RecommendedAction);
        Assert.Equal([errorId], Run($"({piped}), 'a1.pdf' | New-GCUploadUrl -ConversationId c -WhatIf").ErrorIds);
        Assert.Equal(["False", "True"], Run($"({piped}), 'a1.pdf' | Test-GCAttachment").Of("IsValid"));
    }

    [Theory]
    [InlineData("Get-Item -LiteralPath 'gone[1].pdf'")]
    [InlineData("Resolve-Path -LiteralPath 'gone[1].pdf'")]
    [InlineData("[pscustomobject]@{ FullName = 'gone[1].pdf' }")]
    public void A_file_that_is_gone_is_not_taken_for_a_wildcard(string piped)
    {
        Files.Write("gone1.pdf");
        Files.Write("gone[1].pdf");

        var ran = Run($"$file = {piped}; Remove-Item -LiteralPath 'gone[1].pdf'; $file | Send-GCAttachment -ConversationId c -WhatIf");
        File.Delete(Files.PathOf("gone1.pdf"));

        Assert.Equal(["FileNotFound"], ran.ErrorIds);
        Assert.Equal(["Rejected"], ran.Of("State"));
    }

    [Fact]
    public void A_file_whose_name_has_backticks_is_not_taken_for_its_neighbour()
    {
        Files.Write("x[1].csv");
        Files.Write("x`[1`].csv");

        Assert.Equal(["x[1].csv", "x`[1`].csv"], Run("Get-ChildItem x*.csv | Sort-Object Length, Name | Send-GCAttachment -ConversationId c -WhatIf").Clean().Of("Name").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Under_WhatIf_nothing_touches_the_network()
    {
        Run("'*.pdf' | Send-GCAttachment -ConversationId $C -Text Hello -WhatIf");
        Run("'*.pdf' | New-GCUploadUrl -ConversationId $C -WhatIf");
        Run("'*.pdf' | Test-GCAttachment");

        Assert.Empty(await Sandbox.RequestsAsync());
    }
}
