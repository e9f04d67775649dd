namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What the commands give survives JSON, CSV and Clixml: the same filter finds the same objects.</summary>
public sealed class ConversionTests : StagedTests
{
    public ConversionTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("page.html");
        Shell.Run("Get-GCAttachmentPolicy -Default | ConvertTo-Json | Set-Content default.json").Clean();
    }

    /// <summary>How each output type is made, and a filter on it that finds exactly one.</summary>
    private static readonly Dictionary<string, (string Make, string Filter)> Makers = new()
    {
        ["GCOrgSession"] = ("Get-GCOrg", "IsCurrent -EQ $true"),
        ["GCConnectionCheck"] = ("Test-GCConnection -ConversationId $C", "Name -EQ Message"),
        ["GCConversation"] = ("Get-GCConversation $C", "Channel -EQ webmessaging"),
        ["GCFoundConversation"] = ("Find-GCConversation", "Channel -EQ webmessaging"),
        ["GCAttachment"] = ("Test-GCAttachment a.pdf, page.html", "IsValid -EQ $false"),
        ["GCUploadUrl"] = ("New-GCUploadUrl a.pdf -ConversationId $C", "Route -EQ Agent"),
        ["GCReceipt"] = ("Send-GCAttachment a.pdf, page.html -ConversationId $C -ErrorAction SilentlyContinue", "State -EQ Rejected"),
        ["GCMessageAttachment"] = ("Send-GCAttachment a.pdf -ConversationId $C | Get-GCAttachment", "Source -EQ Org"),
        ["GCSavedAttachment"] = ("Send-GCAttachment a.pdf -ConversationId $C | Get-GCAttachment | Save-GCAttachment in -WhatIf", "State -EQ Skipped"),
        ["GCQueueItem"] = ("Add-GCQueueItem a.pdf, page.html -ConversationId $C -WhatIf -ErrorAction SilentlyContinue", "State -EQ Rejected"),
        ["GCAttachmentPolicy"] = ("Get-GCAttachmentPolicy -Default", "Direction -EQ Inbound"),
        ["GCPolicyDifference"] = ("Compare-GCAttachmentPolicy (Get-GCAttachmentPolicy -Default) (Get-GCAttachmentPolicy -Direction Inbound) | Where-Object { $_.Change -eq 'Loosened' } | Select-Object -First 1", "Change -EQ Loosened"),
        ["GCRunSummary"] = ("Send-GCAttachment a.pdf, page.html -ConversationId $C -WhatIf -ErrorAction SilentlyContinue | Measure-GCReceipt", "ExitCode -EQ 2"),
        ["GCSandbox"] = ("$Sandbox", "ProcessId -GT 0"),
    };

    private static readonly Dictionary<string, string> Ways = new()
    {
        ["JSON"] = "ConvertTo-Json -WarningAction SilentlyContinue | ConvertFrom-Json",
        ["CSV"] = "ConvertTo-Csv | ConvertFrom-Csv",
        ["Clixml"] = "ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }",
    };

    public static TheoryData<string, string> Matrix()
    {
        var rows = new TheoryData<string, string>();
        foreach (var type in Makers.Keys)
        {
            foreach (var way in Ways.Keys)
            {
                rows.Add(type, way);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void The_same_filter_finds_the_same(string type, string way)
    {
        var (make, filter) = Makers[type];

        var ran = Run($"$made = @({make}); $made | Where-Object {filter} | Measure-Object | ForEach-Object Count; $made | {Ways[way]} | Where-Object {filter} | Measure-Object | ForEach-Object Count").Clean();

        Assert.Equal(["1", "1"], ran.Lines);
    }

    [Fact]
    public void Every_type_that_a_command_declares_is_among_them()
    {
        var declared = Run("(Get-Command -Module GenesysAttachments).OutputType.Type.Name | Where-Object { $_ -like 'GC*' } | Sort-Object -Unique").Clean().Lines;

        // What only a database gives goes through text in Queue.Tests.ps1.
        declared = [.. declared.Except(["GCQueue", "GCQueueStatus", "GCQueueWorker"])];
        Assert.Equal(declared, Makers.Keys.Where(type => declared.Contains(type)).Order(StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Properties_are_flat_and_plain(string type)
    {
        var script = $$"""
            foreach ($object in {{Makers[type].Make}}) {
                foreach ($property in $object.PSObject.Properties) {
                    $value = $property.Value
                    if ($value -is [enum] -or $value -is [timespan] -or $value -is [uri] -or $value -is [Exception] -or ($value -is [datetime] -and $value.Kind -ne 'Utc')) { "$($property.Name): $($value.GetType())" }
                }
            }
            """;

        Assert.Empty(Run(script).Clean().Lines);
    }

    public static TheoryData<string> Types() => [.. Makers.Keys];

    [Fact]
    public void A_problem_shows_code_id_and_message()
    {
        var shown = Run("$p = (Test-GCAttachment page.html).ProblemDetails[0]; $p.Code; $p.ErrorId; \"$p\"; (Test-GCAttachment page.html).Problems[0]; (Test-GCAttachment none.pdf).Problems[0]").Clean().Lines;

        Assert.Equal("4001", shown[0]);
        Assert.Equal("TypeNotAllowed", shown[1]);
        Assert.StartsWith("4001 TypeNotAllowed: ", shown[2], StringComparison.Ordinal);
        Assert.Equal(shown[2], shown[3]);
        Assert.StartsWith("FileNotFound: ", shown[4], StringComparison.Ordinal);
    }

    [Fact]
    public void As_text_an_object_is_what_a_person_would_call_it()
    {
        var shown = Run("\"$(Test-GCAttachment a.pdf)|$(Send-GCAttachment a.pdf -ConversationId $C -WhatIf)|$Sandbox|$(Get-GCAttachmentPolicy -Default)\"").Clean().Lines[0].Split('|');

        Assert.Equal(["a.pdf", "a.pdf: Skipped", Sandbox.Url, "Default (Inbound)"], shown);
    }
}
