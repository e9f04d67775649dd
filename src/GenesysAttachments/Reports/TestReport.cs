using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace GenesysAttachments.Reports;

/// <summary>Writes test cases in the formats that pipelines show.</summary>
internal static class TestReport
{
    /// <summary>JUnit XML: <c>testsuites/testsuite/testcase</c>, with <c>failure</c>, <c>error</c> and <c>skipped</c>.</summary>
    public static string JUnit(string suite, IReadOnlyList<TestCase> cases)
    {
        // Schemas know no skipped ones at the root.
        return Text(new XElement("testsuites", Counts(), new XElement("testsuite", Counts(), new XAttribute("skipped", Count(cases, TestOutcome.Skipped)), cases.Select(Case))));

        IEnumerable<XAttribute> Counts() =>
        [
            new("name", Clean(suite)),
            new("tests", cases.Count),
            new("failures", Count(cases, TestOutcome.Failed)),
            new("errors", Count(cases, TestOutcome.Error)),
            new("time", Seconds(cases.Sum(item => item.Seconds))),
        ];

        static XElement Case(TestCase item) => new(
            "testcase",
            new XAttribute("classname", Clean(item.Class)),
            new XAttribute("name", Clean(item.Name)),
            new XAttribute("time", Seconds(item.Seconds)),
            item.Outcome switch
            {
                TestOutcome.Passed => null,
                TestOutcome.Skipped => new XElement("skipped", new XAttribute("message", Clean(item.Message))),
                var outcome => new XElement(
                    outcome == TestOutcome.Failed ? "failure" : "error", new XAttribute("type", Clean(item.Id)), new XAttribute("message", Clean(item.Message.Split('\n')[0])), Clean(item.Message)),
            });
    }

    /// <summary>NUnit 3 XML: <c>test-run/test-suite/test-case</c>, with all that NUnit's own TestResult.xsd asks for.</summary>
    public static string NUnit(string suite, IReadOnlyList<TestCase> cases)
    {
        var failed = Count(cases, TestOutcome.Failed) + Count(cases, TestOutcome.Error);
        return Text(new XElement(
            "test-run",
            new XAttribute("id", "0"),
            Counts(),
            new XAttribute("random-seed", 0),
            new XElement("filter"),
            new XElement("test-suite", new XAttribute("type", "TestSuite"), new XAttribute("id", "1"), Runnable(), Counts(), cases.Select(Case))));

        IEnumerable<XAttribute> Counts() =>
        [
            new("name", Clean(suite)),
            new("fullname", Clean(suite)),
            new("testcasecount", cases.Count),
            new("result", failed > 0 ? "Failed" : "Passed"),
            new("total", cases.Count),
            new("passed", Count(cases, TestOutcome.Passed)),
            new("failed", failed),
            new("inconclusive", 0),
            new("skipped", Count(cases, TestOutcome.Skipped)),
            new("warnings", 0),
            new("asserts", 0),
            new("duration", Seconds(cases.Sum(item => item.Seconds))),
        ];

        static XAttribute Runnable() => new("runstate", "Runnable");

        static XElement Case(TestCase item, int index) => new(
            "test-case",
            new XAttribute("id", (index + 2).ToString(CultureInfo.InvariantCulture)),
            new XAttribute("name", Clean(item.Name)),
            new XAttribute("fullname", Clean($"{item.Class}.{item.Name}")),
            new XAttribute("classname", Clean(item.Class)),
            Runnable(),
            new XAttribute("seed", 0),
            new XAttribute("result", item.Outcome == TestOutcome.Error ? "Failed" : item.Outcome.ToString()),
            item.Outcome == TestOutcome.Error ? new XAttribute("label", "Error") : null,
            new XAttribute("duration", Seconds(item.Seconds)),
            new XAttribute("asserts", 0),
            item.Outcome switch
            {
                TestOutcome.Passed => null,
                TestOutcome.Skipped => new XElement("reason", new XElement("message", Clean(item.Message))),
                _ => new XElement("failure", new XElement("message", Clean($"{item.Id}: {item.Message}"))),
            });
    }

    private static int Count(IEnumerable<TestCase> cases, TestOutcome outcome) => cases.Count(item => item.Outcome == outcome);

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Text(XElement root) => $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}".ReplaceLineEndings("\n");

    // A file name may hold characters that XML has no way to write.
    private static string Clean(string text)
    {
        if (text.All(c => XmlConvert.IsXmlChar(c)))
        {
            return text;
        }

        var clean = text.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(clean[i]))
            {
                clean[i] = '\uFFFD';
            }
        }

        return new string(clean);
    }
}
