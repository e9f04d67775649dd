using System.Globalization;
using System.Management.Automation;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Every path column with every optional cell filled, absent and empty in every way: it binds, and means the same.</summary>
public sealed class RowTableTests : StagedTests
{
    private const string Leg = "leg";
    private const string Absent = "absent";

    private static readonly string[] PathColumns = ["Path", "FilePath", "FullName", "LiteralPath", "PSPath"];

    /// <summary>The optional cells, and what stands in them where they are filled.</summary>
    private static readonly (string Name, object Value)[] Cells =
        [("Text", "Hello"), ("Name", "Named.pdf"), ("ContentType", "application/x-pdf"), ("Route", "Media"), ("CommunicationId", Leg)];

    /// <summary>The ways in which a cell is empty.</summary>
    private static readonly (string Name, object? Value)[] Empties = [(Absent, Absent), ("null", null), ("''", ""), ("DBNull", DBNull.Value)];

    public RowTableTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        // Takes the type that the rows give, so that it is told from the one by name.
        Files.WriteText("policy.json", """{"maxBytes":100000,"allowedTypes":["application/pdf","application/x-pdf"],"direction":"Outbound"}""");
    }

    private sealed record Case(string Says, PSObject Row, string Name, string ContentType, string Route, string? CommunicationId);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_takes_every_row_for_the_same(bool targetInRow)
    {
        var cases = Pipe(targetInRow);

        var ran = Run($"$Rows | Send-GCAttachment -Policy policy.json -WhatIf {(targetInRow ? "" : "-ConversationId $C")}");

        Assert.Empty(Wrong(cases, ran.Output, Receipt, Expected));
        Assert.Empty(ran.Problems);
        Assert.Equal(Enumerable.Range(0, cases.Count).Select(i => i.ToString(CultureInfo.InvariantCulture)), ran.Of("Index"));
        Assert.Empty(await Sandbox.RequestsAsync());

        static string Receipt(PSObject receipt) => string.Join('|', new[] { "State", "Name", "ContentType", "Route", "CommunicationId", "ConversationId", "Path" }.Select(name => receipt.Properties[name].Value));

        string Expected(Case row) => $"Skipped|{row.Name}|{row.ContentType}|{row.Route}|{row.CommunicationId}|{Sandbox.ConversationId}|{Files.PathOf("a.pdf")}";
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void New_takes_every_row_for_the_same(bool targetInRow)
    {
        var cases = Pipe(targetInRow);

        // On the line, a route that has upload URLs wins over the row's.
        Run($"$Rows | New-GCUploadUrl -Policy policy.json -Route Agent -WhatIf {(targetInRow ? "" : "-ConversationId $C")}").Clean();

        Assert.Equal(cases.Select(row => $"What if: Performing the operation \"Get an upload URL\" on target \"{row.Name}\"."), Shell.Screen.Lines);
    }

    [Fact]
    public void Test_takes_every_row_for_the_same()
    {
        var cases = Pipe(targetInRow: true);

        var checks = Run("$Rows | Test-GCAttachment -Policy policy.json").Clean();

        Assert.Empty(Wrong(
            cases,
            checks.Output,
            check => string.Join('|', new[] { "IsValid", "Name", "ContentType", "Path" }.Select(name => check.Properties[name].Value)),
            row => $"True|{row.Name}|{row.ContentType}|{Files.PathOf("a.pdf")}"));
    }

    [Fact]
    public async Task An_empty_text_sends_no_message_of_its_own_and_a_filled_one_does()
    {
        var cases = (from column in PathColumns from text in Empties.Append(("filled", "Hello")) select Make(column, true, [("Text", text.Item2)])).ToList();
        Shell.Set("Rows", cases.Select(item => item.Row).ToArray());

        Assert.Equal(Enumerable.Repeat("Sent", cases.Count), Run("$Rows | Send-GCAttachment").Clean().Of("State"));

        var texts = (await Sandbox.MessagesAsync()).Where(message => message.Attachments.Length == 0).Select(message => message.Text);
        Assert.Equal(Enumerable.Repeat("Hello", PathColumns.Length), texts);
    }

    /// <summary>Targets with one of their ids empty, and the route that the others mean.</summary>
    public static TheoryData<string, string?, string?, string?, string> Targets() => new()
    {
        { "ConversationId", null, "channel", "guest", "Messaging" },
        { "ConversationId", "", "channel", "guest", "Messaging" },
        { "ConversationId", "  ", "channel", "guest", "Messaging" },
        { "ChannelId", "one", null, null, "Agent" },
        { "ChannelId", "one", "", "", "Agent" },
        { "ChannelId", "one", " ", " ", "Agent" },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void An_empty_id_is_none(string empty, string? conversation, string? channel, string? guest, string route)
    {
        Shell.Set("Row", new { Path = "a.pdf", ConversationId = conversation, ChannelId = channel, GuestId = guest });

        var receipt = Run("$Row | Send-GCAttachment -WhatIf").Clean();

        Assert.Equal([route], receipt.Of("Route"));
        Assert.Equal([""], receipt.Of(empty));
    }

    /// <summary>Rows as people make them, and the files they mean.</summary>
    public static TheoryData<string, string[]> Made() => new()
    {
        { "Get-Item a.pdf | Select-Object FullName, Text, ContentType", ["a.pdf"] },
        { "Get-Item a.pdf | Select-Object *, @{ n = 'Text'; e = { $null } }", ["a.pdf"] },
        { "Get-Item a.pdf | Select-Object @{ n = 'Path'; e = { $_.FullName } }, Name", ["a.pdf"] },
        { "'Path,Name', 'a.pdf' | ConvertFrom-Csv", ["a.pdf"] },
        { "'LiteralPath,Name', 'a.pdf', 'a.pdf,Named.pdf', 'a.pdf,' | ConvertFrom-Csv", ["a.pdf", "Named.pdf", "a.pdf"] },
        { "'FullName;Name', 'a.pdf;Named.pdf' | ConvertFrom-Csv -Delimiter ';'", ["Named.pdf"] },
        { "'[{\"Path\":\"a.pdf\",\"Name\":null},{\"FilePath\":\"a.pdf\",\"Text\":null}]' | ConvertFrom-Json", ["a.pdf", "a.pdf"] },
        { "[pscustomobject]@{ Path = $null; FullName = 'a.pdf' }", ["a.pdf"] },
        { "[pscustomobject]@{ Path = ''; FilePath = ' '; LiteralPath = 'a.pdf' }", ["a.pdf"] },
        { "[pscustomobject]@{ PATH = 'a.pdf'; name = 'Named.pdf' }", ["Named.pdf"] },
        { "[pscustomobject]@{ Path = Get-Item a.pdf }", ["a.pdf"] },
        { "[pscustomobject]@{ Path = 2024; Name = '2024.pdf' }", ["2024.pdf"] },
        { "[pscustomobject]@{ Path = 'a.pdf'; Text = 7; Priority = 3; When = Get-Date; Tags = 'x', 'y' }", ["a.pdf"] },
        { ",@([pscustomobject]@{ Path = 'a.pdf' }, [pscustomobject]@{ FullName = 'a.pdf' })", ["a.pdf", "a.pdf"] },
        { "$t = [Data.DataTable]::new(); $null = 'Path', 'Name' | ForEach-Object { $t.Columns.Add($_) }; $null = $t.Rows.Add('a.pdf', [DBNull]::Value); $null = $t.Rows.Add('a.pdf', 'Named.pdf'); $t.Rows", ["a.pdf", "Named.pdf"] },
        { "$t = [Data.DataTable]::new(); $null = $t.Columns.Add('FullName'); $null = $t.Columns.Add('Size', [int]); $null = $t.Rows.Add('a.pdf', 5); $t.DefaultView", ["a.pdf"] },
        { "class Row { [string] $Path = 'a.pdf'; [string] $Name = 'Named.pdf' }; [Row]::new()", ["Named.pdf"] },
    };

    [Theory]
    [MemberData(nameof(Made))]
    public void A_row_is_a_row_however_it_was_made(string rows, string[] names)
    {
        File.Copy(Files.PathOf("a.pdf"), Files.PathOf("2024"), overwrite: true);
        Shell.Set("Rows", Run(rows).Clean().Output.ToArray());

        Assert.Equal(names, Run("$Rows | Send-GCAttachment -ConversationId $C -WhatIf").Clean().Of("Name"));
        Assert.Equal(names, Run("$Rows | Test-GCAttachment").Clean().Of("Name"));
        Run("$Rows | New-GCUploadUrl -ConversationId $C -WhatIf").Clean();
        Assert.Equal(names.Length, Shell.Screen.Lines.Count);
    }

    [Fact]
    public async Task Numbers_in_cells_are_text()
    {
        Run("[pscustomobject]@{ Path = 2024; ConversationId = $C; Name = '2024.pdf'; Text = 42.5 } | Send-GCAttachment").Clean();

        var messages = await Sandbox.MessagesAsync();
        Assert.Equal("42.5", Assert.Single(messages, message => message.Attachments.Length == 0).Text);
        Assert.Equal("2024.pdf", Assert.Single(messages, message => message.Attachments.Length == 1).Attachments[0].Name);
    }

    private List<Case> Pipe(bool targetInRow)
    {
        // Filled, these would mean another target.
        (string Name, object? Value)[] never = [("ChannelId", null), ("GuestId", null)];
        var cases = (
            from column in PathColumns
            from cell in Cells.Select(cell => (cell.Name, Value: (object?)cell.Value)).Concat(never)
            from empty in Empties.Append(("blank", "  ")).Concat(cell.Value is null ? [] : [("filled", cell.Value)])
            from others in new[] { Absent, "filled" }
            let cells = Cells.Where(other => other.Name != cell.Name).Select(other => (other.Name, others == Absent ? Absent : (object?)other.Value)).Append((cell.Name, empty.Item2)).ToList()
            select Make(column, targetInRow, cells)).ToList();
        Assert.Equal(400, cases.Count);
        Shell.Set("Rows", cases.Select(item => item.Row).ToArray());
        return cases;
    }

    private Case Make(string column, bool targetInRow, IReadOnlyList<(string Name, object? Value)> cells)
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty(column, column == "PSPath" ? $"Microsoft.PowerShell.Core\\FileSystem::{Files.PathOf("a.pdf")}" : "a.pdf"));
        if (targetInRow)
        {
            row.Properties.Add(new PSNoteProperty("ConversationId", Sandbox.ConversationId));
        }

        foreach (var (name, value) in cells.Where(cell => !Equals(cell.Value, Absent)))
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }

        return new Case($"{row}", row, Of("Name") ?? "a.pdf", Of("ContentType") ?? "application/pdf", Of("Route") ?? "Agent", Of("CommunicationId"));

        string? Of(string name) => row.Properties[name]?.Value is string text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    private static IEnumerable<string> Wrong(List<Case> cases, IReadOnlyList<PSObject> got, Func<PSObject, string> shown, Func<Case, string> expected)
    {
        Assert.Equal(cases.Count, got.Count);
        return cases.Zip(got).Where(pair => shown(pair.Second) != expected(pair.First)).Select(pair => $"{pair.First.Says}: {shown(pair.Second)}");
    }
}
