using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Markdig;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Checks and receipts as people read them: a page, and a summary in Markdown.</summary>
public sealed partial class PeopleReportTests : StagedTests
{
    // Receipts with what a hostile sender of files, or a server, may have put into them.
    private const string Hostile = """
        $global:r = '<script>alert(1)</script>.pdf', '</script><img src=x onerror=alert(2)>.pdf', "a`u{202E}fdp.exe", '![x](http://h/y) [z](javascript:alert(3)) | `code` @team www.evil.test http://evil.test #1 1. *b* ~~s~~ $m$.pdf', ('n' * 300 + '.pdf') |
            ForEach-Object { [pscustomobject]@{ Index = 0; Path = "/x/$_"; Name = $_; SentName = $_; Length = 5; State = 'Failed'; ErrorId = '<b>id</b>'; Message = "<i>no</i> & $_`n# Heading"; CanRetry = 'True'; ConversationId = "<u>$_</u>"; Route = '<s>'; Started = [datetime]::UtcNow; ElapsedSeconds = '0.5'; Attempts = '2' } }
        """;

    public PeopleReportTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("b.pdf");
        Files.Write("page.html");
    }

    public static TheoryData<string, string> Sentences => new()
    {
        { "@()", "No file came: nothing was checked, and nothing was sent." },
        { "Test-GCAttachment a.pdf", "The one file is fit to be sent." },
        { "Test-GCAttachment a.pdf, page.html", "1 of 2 files is fit to be sent; 1 would be refused." },
        { "Receipt Sent", "The one file was sent in 1.5 s." },
        { "Receipt Sent; Receipt Sent", "All 2 files were sent in 1.5 s." },
        { "Receipt Sent; Receipt Failed; Receipt Failed; Receipt Unknown", "1 of 4 files was sent in 1.5 s; 1 may have been sent: nobody knows; 2 failed. 2 may succeed when tried again." },
        { "Receipt Skipped; Receipt Rejected; Receipt Cancelled", "1 of 3 files was refused before it left; 1 was cancelled; 1 was left out on purpose. 1 may succeed when tried again." },
        { "Receipt Queued; Receipt Sending", "1 of 2 files is being sent; 1 is queued." },
        { "Receipt Gone", "The one file may have been sent: nobody knows." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_sentence_says_what_happened(string script, string sentence)
    {
        const string Receipt = "function Receipt($state) { [pscustomobject]@{ Index = 0; Path = '/x/a.pdf'; Name = 'a.pdf'; SentName = 'a.pdf'; State = $state; ErrorId = ''; CanRetry = 'True'; Started = [datetime]'2026-01-02T03:04:05Z'; ElapsedSeconds = '1.5' } }; ";

        Assert.Contains($">{sentence}<", Page($"{Receipt} & {{ {script} }}"), StringComparison.Ordinal);
        Assert.Equal(sentence, Markdown($"{Receipt} & {{ {script} }}").Split('\n')[2]);
    }

    [Fact]
    public void The_page_lets_only_its_own_script_and_style_run()
    {
        var page = Page(Hostile + "; $r");

        var policy = Policy().Match(page).Groups[1].Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash(Between(page, "<style>", "</style>"))}'", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Hash(Between(page, "</script>\n<script>", "</script>"))}'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(External(), page);
    }

    [Fact]
    public void Nothing_of_a_name_or_of_a_server_s_words_is_markup()
    {
        var page = Page(Hostile + "; $r");

        Assert.Equal(2, page.Split("<script").Length - 1);
        Assert.Equal(2, page.Split("</script>").Length - 1);
        foreach (var markup in new[] { "<img", "<b>id", "<i>no", "<u>", "<s>", "\u202E" })
        {
            Assert.DoesNotContain(markup, page, StringComparison.OrdinalIgnoreCase);
        }

        using var data = JsonDocument.Parse(Between(page, "id=\"data\">", "</script>"));
        Assert.Equal("<script>alert(1)</script>.pdf", data.RootElement.GetProperty("rows")[0][0].GetString());
        Assert.Equal(300 + 4, data.RootElement.GetProperty("rows")[4][0].GetString()!.Length);
    }

    [Fact]
    public void The_summary_renders_as_text_too()
    {
        var text = Markdown(Hostile + "; $r");

        var html = Markdig.Markdown.ToHtml(text, new MarkdownPipelineBuilder().UseAdvancedExtensions().UseAutoLinks().Build());
        var own = html.Replace("<details>", "", StringComparison.Ordinal).Replace("</details>", "", StringComparison.Ordinal).Replace("<summary>", "", StringComparison.Ordinal).Replace("</summary>", "", StringComparison.Ordinal);
        var tags = Tag().Matches(own).Select(match => match.Groups[1].Value).Distinct().Order();
        Assert.Equal(["h1", "h2", "p", "strong", "table", "tbody", "td", "th", "thead", "tr"], tags);
        Assert.Equal(3, html.Split("<table>").Length - 1);
        Assert.All(Row().Matches(Between(html, "<details>", "</details>")).Skip(1), row => Assert.Equal(4, row.Value.Split("<td").Length - 1));
        Assert.DoesNotContain("@team", text, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;.pdf", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_of_many_files_stays_short_and_says_how_many_there_are()
    {
        var text = Markdown("1..5000 | ForEach-Object { [pscustomobject]@{ Index = $_; Path = \"/x/$_.pdf\"; Name = \"$_.pdf\"; SentName = 'a'; State = 'Failed'; ErrorId = \"E$($_ % 200)\"; Message = 'm' * 2000; CanRetry = 'False' } }");

        Assert.Contains("All 5,000 files failed.", text, StringComparison.Ordinal);
        Assert.Contains("The first 100 of 5,000 files", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1000, 200_000);
    }

    [Fact]
    public async Task The_way_of_each_file_is_drawn_with_its_tries()
    {
        await Sandbox.FailAsync(new { method = "PUT", path = "*b.pdf", status = 503 });

        var page = Page("'a.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C");

        Assert.Equal(2, page.Split("<g><title>").Length - 1);
        Assert.Matches("<title>b\\.pdf: Sent, [0-9.]+ s, 2 tries</title>", page);
        Assert.Single(Again().Matches(Between(page, "b.pdf: Sent", "</g>")));
        foreach (var part in new[] { "p-wait", "p-upload", "p-message" })
        {
            Assert.Contains(part, Between(page, "a.pdf: Sent", "</g>"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_run_of_many_files_is_drawn_by_conversation_and_not_by_file()
    {
        var page = Page("1..3000 | ForEach-Object { [pscustomobject]@{ Index = $_; Path = \"/x/$_.pdf\"; Name = \"$_.pdf\"; SentName = 'a'; State = 'Sent'; ErrorId = ''; CanRetry = ''; ConversationId = \"c$($_ % 90)\"; Started = ([datetime]'2026-01-02T03:04:05Z').AddSeconds($_); ElapsedSeconds = '2' } }");

        Assert.DoesNotContain("<g><title>", page, StringComparison.Ordinal);
        Assert.Contains("The 40 with the most files of 90 are shown", page, StringComparison.Ordinal);
        Assert.Equal(200, Between(page, "<tbody>", "</tbody>").Split("<tr>").Length - 1);
        Assert.InRange(Between(page, "<h2 id=\"time\">", "</section>").Length, 1000, 1_000_000);
    }

    [Theory]
    [InlineData("Receipts", "'a.pdf', 'none.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C -Journal first.jsonl -ErrorAction SilentlyContinue")]
    [InlineData("Journal", "$null = 'a.pdf', 'none.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C -Journal run.jsonl -ErrorAction SilentlyContinue; Get-GCJournal run.jsonl")]
    public void A_journal_gives_the_report_of_its_run(string name, string script)
    {
        var page = Page(script, name);

        Assert.Contains("2 of 3 files were sent in", page, StringComparison.Ordinal);
        Assert.Contains("Files done over time", page, StringComparison.Ordinal);
        Assert.Contains("FileNotFound", page, StringComparison.Ordinal);
    }

    private string Page(string script, string name = "Nightly") => Assert.Single(Run($"{script} | ConvertTo-GCReport -Name {name}").Clean().Lines);

    private string Markdown(string script) => Assert.Single(Run($"{script} | ConvertTo-GCReport -As Markdown").Clean().Lines);

    private static string Between(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal) + from.Length;
        return text[start..text.IndexOf(to, start, StringComparison.Ordinal)];
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("(src|href|url|import)\\s*[=(:]\\s*[\"']?(https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex External();

    [GeneratedRegex("<([a-z0-9]+)[ >]")]
    private static partial Regex Tag();

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("class=\"again\"")]
    private static partial Regex Again();
}
