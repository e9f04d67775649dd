using System.Reflection;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Checks and receipts as a report that pipelines show.</summary>
public sealed class ReportTests : StagedTests
{
    private const string Mixed = "'a.pdf', 'none.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C -ErrorAction SilentlyContinue | Sort-Object Index";

    public ReportTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("b.pdf");
        Files.Write("page.html");
    }

    private XElement Report(string script) => XDocument.Parse(Assert.Single(Run(script).Clean().Lines)).Root!;

    [Theory]
    [InlineData("JUnit", "JUnit4/junit_schema_4.xsd")]
    [InlineData("NUnit", "NUnit3/TestResult.xsd")]
    public void Every_report_is_what_its_published_schema_takes(string format, string schema)
    {
        var folder = typeof(ReportTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PesterSchemas").Value!;
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        schemas.Add(null, Path.Combine(folder, schema));
        foreach (var input in new[]
        {
            "@()", "Test-GCAttachment a.pdf, page.html, none.pdf", Mixed, "Send-GCAttachment a.pdf -ConversationId $C -WhatIf",
            "'Sent', 'Unknown', 'Cancelled', 'Queued', 'Rejected' | ForEach-Object { [pscustomobject]@{ Index = 0; Path = \"<&>`u{1}'`\"\"; SentName = ''; State = $_; ErrorId = '<'; Message = \"a`nb]]>\"; CanRetry = ''; ElapsedSeconds = '1e-7' } }",
        })
        {
            XDocument.Parse(Assert.Single(Run($"{input} | ConvertTo-GCReport -As {format}").Clean().Lines)).Validate(schemas, (_, broken) => Assert.Fail($"{input}: {broken.Message}"));
        }
    }

    [Fact]
    public void Receipts_become_cases_with_their_reasons()
    {
        var root = Report($"{Mixed} | ConvertTo-GCReport -As JUnit -Name Nightly");

        Assert.Equal(("Nightly", "3", "1"), (root.Attribute("name")!.Value, root.Attribute("tests")!.Value, root.Attribute("failures")!.Value));
        var cases = root.Descendants("testcase").ToList();
        Assert.Equal(3, cases.Count);
        Assert.Contains(Sandbox.ConversationId, cases[0].Attribute("name")!.Value, StringComparison.Ordinal);
        Assert.Equal("FileNotFound", cases[1].Element("failure")!.Attribute("type")!.Value);
        Assert.Equal("GenesysAttachments.Agent", cases[2].Attribute("classname")!.Value);
    }

    [Fact]
    public void Checks_become_cases_with_every_problem()
    {
        var root = Report("Test-GCAttachment a.pdf, page.html | ConvertTo-GCReport -As JUnit");

        Assert.Equal(["GenesysAttachments"], root.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value));
        var failure = Assert.Single(root.Descendants("failure"));
        Assert.Equal("TypeNotAllowed", failure.Attribute("type")!.Value);
        Assert.Contains("text/html", failure.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NUnit")]
    [InlineData("nunit")]
    public void NUnit_is_the_other_format(string format)
    {
        var root = Report($"{Mixed} | ConvertTo-GCReport -As {format}");

        Assert.Equal(("test-run", "Failed", "3"), (root.Name.LocalName, root.Attribute("result")!.Value, root.Attribute("total")!.Value));
        Assert.Equal(["Passed", "Failed", "Passed"], root.Descendants("test-case").Select(item => item.Attribute("result")!.Value));
    }

    [Theory]
    [InlineData("ConvertTo-Json | ConvertFrom-Json")]
    [InlineData("ConvertTo-Csv | ConvertFrom-Csv")]
    [InlineData("ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }")]
    public void Receipts_that_went_through_text_give_the_same_report(string way)
    {
        Run($"$global:r = {Mixed}").Clean();

        Assert.Equal($"{Report("$r | ConvertTo-GCReport -As JUnit")}", $"{Report($"$r | {way} | ConvertTo-GCReport -As JUnit")}");
    }

    [Fact]
    public async Task What_was_skipped_is_skipped_and_what_nobody_knows_is_an_error()
    {
        await Sandbox.FailAsync(new { method = "POST", path = "*/messages", acceptThenDrop = true });
        await Sandbox.FailAlwaysAsync(new { method = "GET", path = $"*/conversations/{Sandbox.ConversationId}", status = 500 });

        Run("$global:r = @(Send-GCAttachment a.pdf -ConversationId $C -WhatIf; Send-GCAttachment a.pdf -ConversationId $C -CommunicationId $Sandbox.CommunicationId -ErrorAction SilentlyContinue)").Clean();

        var junit = Report("ConvertTo-GCReport $r -As JUnit");
        Assert.Equal("Not sent: -WhatIf.", Assert.Single(junit.Descendants("skipped")).Attribute("message")!.Value);
        Assert.Equal("MessageOutcomeUnknown", Assert.Single(junit.Descendants("error")).Attribute("type")!.Value);
        var nunit = Report("$r | ConvertTo-GCReport -As NUnit");
        Assert.Equal(["", "Error"], nunit.Descendants("test-case").Select(item => item.Attribute("label")?.Value ?? ""));
    }

    [Fact]
    public void A_name_that_XML_cannot_write_is_written_with_replacements()
    {
        var root = Report("""Test-GCAttachment "none`u{1}`u{1F600}.pdf" | ConvertTo-GCReport -As JUnit -Name "n`u{2}" """);

        Assert.Equal("n\uFFFD", root.Attribute("name")!.Value);
        Assert.Contains(root.Descendants("testcase"), item => item.Attribute("name")!.Value.Contains("none\uFFFD😀.pdf", StringComparison.Ordinal));
        Assert.Single(root.Descendants("failure"));
    }
}
