using System.Globalization;
using System.Management.Automation;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Measure-GCReceipt: what a run came to, and the exit code for the job that ran it.</summary>
public sealed class SummaryTests : StagedTests
{
    private static readonly string[] Counts = ["Total", "Sent", "Rejected", "Failed", "Cancelled", "Skipped", "Unknown", "CanRetry"];

    public SummaryTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf", 2000);
        Files.Write("b.pdf", 3000);
        Files.Write("c.pdf", 4000);
    }

    /// <summary>States of receipts (a star: may go when tried again), the exit code, and the counts in the order of the properties.</summary>
    public static TheoryData<string, int, string> States() => new()
    {
        { "", 5, "0 0 0 0 0 0 0 0" },
        { "Sent", 0, "1 1 0 0 0 0 0 0" },
        { "Skipped", 0, "1 0 0 0 0 1 0 0" },
        { "Sent Skipped Sent", 0, "3 2 0 0 0 1 0 0" },
        { "Rejected", 2, "1 0 1 0 0 0 0 0" },
        { "Sent Rejected", 2, "2 1 1 0 0 0 0 0" },
        { "Failed", 2, "1 0 0 1 0 0 0 0" },
        { "Sent Failed Rejected", 2, "3 1 1 1 0 0 0 0" },
        { "Failed*", 3, "1 0 0 1 0 0 0 1" },
        { "Failed Failed*", 3, "2 0 0 2 0 0 0 1" },
        { "Rejected Failed*", 3, "2 0 1 1 0 0 0 1" },
        { "Cancelled*", 3, "1 0 0 0 1 0 0 1" },
        { "Sent Cancelled* Rejected", 3, "3 1 1 0 1 0 0 1" },
        { "Unknown", 4, "1 0 0 0 0 0 1 0" },
        { "Sent Unknown", 4, "2 1 0 0 0 0 1 0" },
        { "Failed* Unknown Rejected", 4, "3 0 1 1 0 0 1 1" },
        { "Sent Rejected Failed Failed* Cancelled* Skipped Unknown", 4, "7 1 1 2 1 1 1 2" },
        { "Delivered", 4, "1 0 0 0 0 0 1 0" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void States_decide_the_exit_code(string states, int exitCode, string counts)
    {
        Shell.Set("Receipts", states.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(state => Saved(state, 1000, 0, 1)).ToArray());

        foreach (var way in new[] { "$Receipts | Measure-GCReceipt", "Measure-GCReceipt $Receipts", "$Receipts | ConvertTo-Csv | ConvertFrom-Csv | Measure-GCReceipt" })
        {
            var summary = Run(way).Clean().Only();

            Assert.Equal((way, counts), (way, string.Join(' ', Counts.Select(name => summary.Properties[name].Value))));
            Assert.Equal(exitCode, summary.Properties["ExitCode"].Value);
            Assert.Equal(1000L * states.Split(' ').Count(state => state == "Sent"), summary.Properties["Bytes"].Value);
        }
    }

    [Fact]
    public void Time_is_from_the_first_begin_to_the_last_end()
    {
        Shell.Set("Receipts", new[] { Saved("Sent", 1, 10, 5), Saved("Failed", 1, 4, 3.5), Saved("Sent", 1, 12, 1), Local() });

        var summary = Run("$Receipts | Measure-GCReceipt").Clean().Only();

        Assert.Equal(DateTime.UnixEpoch.AddSeconds(4), summary.Properties["Started"].Value);
        Assert.Equal(11.0, summary.Properties["ElapsedSeconds"].Value);
        Shell.Set("Receipts", new[] { Local() });
        Assert.Equal(["|0"], Run("$Receipts | Measure-GCReceipt | ForEach-Object { \"$($_.Started)|$($_.ElapsedSeconds)\" }").Clean().Lines);

        static PSObject Local()
        {
            var receipt = Saved("Rejected", 1, 0, 0);
            receipt.Properties["Started"].Value = null;
            return receipt;
        }
    }

    [Fact]
    public async Task Receipts_of_a_run_and_what_was_saved_of_them_sum_up_the_same()
    {
        await Sandbox.FailAlwaysAsync(new { method = "PUT", path = "*c.pdf", status = 503 });

        var ran = Run("""
            $r = @('a.pdf', 'b.pdf', 'none.pdf', 'c.pdf' | Send-GCAttachment -ConversationId $C -MaximumRetryCount 0 -ErrorAction SilentlyContinue; Send-GCAttachment a.pdf -ConversationId $C -WhatIf)
            $r | Measure-GCReceipt
            $r | ConvertTo-Json | ConvertFrom-Json | Measure-GCReceipt
            $r | Export-Csv saved.csv; Import-Csv saved.csv | Measure-GCReceipt
            $r | Export-Clixml saved.xml; Import-Clixml saved.xml | Measure-GCReceipt
            , $r | Measure-GCReceipt
            """).Clean();

        Assert.Equal(5, ran.Output.Count);
        var live = Facts(ran.Output[0]);
        Assert.Equal("5 2 1 1 0 1 0 1 5000 3", live);
        Assert.All(ran.Output, summary => Assert.Equal(live, Facts(summary)));
        Assert.All(ran.Output, summary => Assert.InRange((double)summary.Properties["ElapsedSeconds"].Value, 0.001, 30));
        Assert.All(ran.Output, summary => Assert.InRange((DateTime)summary.Properties["Started"].Value, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow));
        Assert.All(ran.Output, summary => Assert.Equal(DateTimeKind.Utc, ((DateTime)summary.Properties["Started"].Value).Kind));
        Assert.Equal("2 of 5 sent, exit code 3", $"{ran.Output[0]}");

        static string Facts(PSObject summary) => string.Join(' ', Counts.Append("Bytes").Append("ExitCode").Select(name => summary.Properties[name].Value));
    }

    [Theory]
    [InlineData("Measure-GCReceipt")]
    [InlineData("@() | Measure-GCReceipt")]
    [InlineData("Measure-GCReceipt @()")]
    [InlineData("Measure-GCReceipt $null")]
    [InlineData("$null | Measure-GCReceipt")]
    [InlineData("Get-ChildItem *.nothing | Send-GCAttachment -ConversationId $C -WarningAction Ignore | Measure-GCReceipt")]
    public void Nothing_is_no_success(string line) => Assert.Equal(["5"], Run(line).Clean().Of("ExitCode"));

    [Theory]
    [InlineData("5", "Int32")]
    [InlineData("'Sent'", "String")]
    [InlineData("Get-Item a.pdf", "FileInfo")]
    [InlineData("[pscustomobject]@{ State = '' }", "PSCustomObject")]
    [InlineData("[pscustomobject]@{ State = $null }", "PSCustomObject")]
    [InlineData("Test-GCAttachment a.pdf", "GCAttachment")]
    public void What_is_no_receipt_counts_as_unknown_with_an_error(string thing, string type)
    {
        Shell.Set("Good", new[] { Saved("Sent", 7, 0, 1) });

        var ran = Run($"& {{ $Good; {thing}; $Good }} | Measure-GCReceipt");

        Assert.Equal(["RequestInvalid"], ran.ErrorIds);
        Assert.Equal($"An object of type {type} is no receipt: it has no State. It counts as Unknown.", $"{ran.Errors[0]}");
        Assert.NotEmpty(ran.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Equal("3 2 0 0 0 0 1 0", string.Join(' ', Counts.Select(name => ran.Only().Properties[name].Value)));
        Assert.Equal(["4"], ran.Of("ExitCode"));
    }

    [Fact]
    public void It_needs_no_session() => Assert.Equal(["0"], Run("$r = Send-GCAttachment a.pdf -ConversationId $C; Get-GCOrg | Disconnect-GCOrg; $r | Measure-GCReceipt").Clean().Of("ExitCode"));

    private static PSObject Saved(string state, long length, double startedSeconds, double elapsedSeconds)
    {
        var receipt = new PSObject();
        foreach (var (name, value) in new (string, object?)[]
        {
            ("Index", 0), ("Path", "/x/a.pdf"), ("SentName", "a.pdf"), ("Length", length), ("State", state.TrimEnd('*')), ("ErrorId", null), ("CanRetry", state.EndsWith('*')),
            ("Started", DateTime.UnixEpoch.AddSeconds(startedSeconds)), ("ElapsedSeconds", elapsedSeconds.ToString(CultureInfo.InvariantCulture)),
        })
        {
            receipt.Properties.Add(new PSNoteProperty(name, value));
        }

        return receipt;
    }
}
