extern alias cmdlets;

using System.Globalization;
using System.Xml.Linq;
using cmdlets::GenesysAttachments;
using cmdlets::GenesysAttachments.Reports;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The reports that pipelines read.</summary>
public sealed class ReportTests
{
    private static readonly TestCase[] Cases =
    [
        new("GenesysAttachments.Agent", "/out/a.pdf c1", TestOutcome.Passed, 1.5, "", ""),
        new("GenesysAttachments.Agent", "/out/b\u0001<&>\".pdf c1", TestOutcome.Failed, 0.25, "FileTooLarge", "Too large.\nAnd wrong."),
        new("GenesysAttachments.Agent", "/out/\U0001F600\uD800.pdf", TestOutcome.Error, 0, "MessageOutcomeUnknown", "Who knows."),
        new("GenesysAttachments.Send", "/out/d.pdf", TestOutcome.Skipped, 0, "", "Not sent: -WhatIf."),
    ];

    [Fact]
    public void JUnit_counts_and_names_what_failed()
    {
        var suite = XDocument.Parse(TestReport.JUnit("Nightly", Cases)).Root!.Element("testsuite")!;

        Assert.Equal(["4", "1", "1", "1", "1.750"], new[] { "tests", "failures", "errors", "skipped", "time" }.Select(name => suite.Attribute(name)!.Value));
        var cases = suite.Elements("testcase").ToList();
        Assert.Empty(cases[0].Elements());
        Assert.Equal("/out/b\uFFFD<&>\".pdf c1", cases[1].Attribute("name")!.Value);
        Assert.Equal(("FileTooLarge", "Too large.", "Too large.\nAnd wrong."), (cases[1].Element("failure")!.Attribute("type")!.Value, cases[1].Element("failure")!.Attribute("message")!.Value, cases[1].Element("failure")!.Value));
        Assert.Equal("/out/\U0001F600\uFFFD.pdf", cases[2].Attribute("name")!.Value);
        Assert.NotNull(cases[2].Element("error"));
        Assert.NotNull(cases[3].Element("skipped"));
    }

    [Fact]
    public void NUnit_says_the_same()
    {
        var run = XDocument.Parse(TestReport.NUnit("Nightly", Cases)).Root!;

        Assert.Equal(["4", "1", "2", "1", "Failed"], new[] { "total", "passed", "failed", "skipped", "result" }.Select(name => run.Attribute(name)!.Value));
        Assert.Equal(["Passed", "Failed", "Failed", "Skipped"], run.Descendants("test-case").Select(item => item.Attribute("result")!.Value));
        Assert.Equal("Error", run.Descendants("test-case").ElementAt(2).Attribute("label")!.Value);
        Assert.Equal("FileTooLarge: Too large.\nAnd wrong.", run.Descendants("failure").First().Element("message")!.Value);
        Assert.Equal(4, run.Descendants("test-case").Select(item => item.Attribute("id")!.Value).Distinct().Count());
    }

    [Fact]
    public void A_comma_culture_writes_the_same_bytes()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = TestReport.JUnit("Nightly", Cases);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(expected, TestReport.JUnit("Nightly", Cases));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_empty_input_is_a_report_without_tests() => Assert.Equal("0", XDocument.Parse(TestReport.JUnit("Nightly", [])).Root!.Attribute("tests")!.Value);

    [Theory]
    [InlineData("Sent", nameof(TestOutcome.Passed))]
    [InlineData("Skipped", nameof(TestOutcome.Skipped))]
    [InlineData("Rejected", nameof(TestOutcome.Failed))]
    [InlineData("Failed", nameof(TestOutcome.Failed))]
    [InlineData("Cancelled", nameof(TestOutcome.Error))]
    [InlineData("Unknown", nameof(TestOutcome.Error))]
    public void Every_state_has_its_outcome(string state, string outcome) =>
        Assert.Equal(outcome, TestCase.Of(new GCReceipt { State = state, Path = "a.pdf", Route = "Agent", ConversationId = "c" }).Outcome.ToString());
}
