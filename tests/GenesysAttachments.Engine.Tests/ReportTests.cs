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
    public void Whatever_is_in_a_receipt_is_XML_and_what_can_be_read_of_it_is_there()
    {
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            // Any character at all in any text: controls, halves of pairs, U+FFFE, marks of XML; around a word.
            string Any() => new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) == 0 ? (char)random.Next(0x10000) : "\0\u0001\u001b\r\n\t\u0085\u2028\uD800\uDC00\uFFFE\uFFFF<>&'\"]]>"[random.Next(19)])]);
            string Text(string word) => Any() + word + Any();
            TestCase[] cases = [new(Text("Class"), Text("Name"), (TestOutcome)(round % 4), 0, Text("Id"), Text("Message"))];
            string[] shown = cases[0].Outcome switch { TestOutcome.Passed => ["Suite", "Class", "Name"], TestOutcome.Skipped => ["Suite", "Class", "Name", "Message"], _ => ["Suite", "Class", "Name", "Id", "Message"] };

            foreach (var report in new[] { TestReport.JUnit(Text("Suite"), cases), TestReport.NUnit(Text("Suite"), cases) })
            {
                var texts = XDocument.Parse(report).Descendants().SelectMany(element => element.Attributes().Select(attribute => attribute.Value).Append(element.Value)).ToList();
                Assert.All(shown, word => Assert.Contains(texts, text => text.Contains(word, StringComparison.Ordinal)));
            }
        }
    }

    [Fact]
    public void A_text_of_megabytes_is_written_whole()
    {
        var text = new string('x', 5_000_000) + '\uFFFE';

        Assert.Equal(text.Replace('\uFFFE', '\uFFFD'), XDocument.Parse(TestReport.JUnit("Nightly", [new("C", "a.pdf", TestOutcome.Failed, 0, "Id", text)])).Descendants("failure").Single().Value);
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
