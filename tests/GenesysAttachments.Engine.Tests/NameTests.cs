using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Awkward names: each has its problem or its repair.</summary>
public sealed class NameTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("in\u202Evoice.pdf")]
    [InlineData("a\u2066b.pdf")]
    [InlineData("a\u200Bb.pdf")]
    [InlineData("a\u200Db.pdf")]
    [InlineData("a\uFEFFb.pdf")]
    [InlineData("a\u00ADb.pdf")]
    [InlineData("a\u3164b.pdf")]
    [InlineData("a\U000E0041b.pdf")]
    [InlineData("a\u0000b.pdf")]
    [InlineData("a\u001Bb.pdf")]
    [InlineData("a\u0085b.pdf")]
    [InlineData("a\r\nb.pdf")]
    [InlineData("a.pdf\n")]
    [InlineData("a\u2028b.pdf")]
    [InlineData("a/b.pdf")]
    [InlineData("a\u200Eb.pdf")]
    [InlineData("\u202Ea.pdf")]
    [InlineData("\u0645\u200Cb.pdf")]
    [InlineData("\u0645\u200C.pdf")]
    [InlineData("\u200C\u0645.pdf")]
    [InlineData("\u0660\u200C\u0661.pdf")]
    [InlineData("\u0645\u200C\u200C\u0645.pdf")]
    [InlineData("noextension")]
    [InlineData("dot.")]
    [InlineData("...")]
    public void It_is_a_problem_on_every_route(string name)
    {
        foreach (var route in new[] { RouteNames.Agent, RouteNames.Guest, RouteNames.Messaging, RouteNames.Media, RouteNames.Multipart, null })
        {
            Assert.Contains(Check(name, route).Problems, problem => problem is { Code: 4004, ErrorId: ErrorIds.NameInvalid });
        }
    }

    [Fact]
    public void A_backslash_is_repaired_on_Agent_and_refused_elsewhere()
    {
        Assert.Equal(("a_b.pdf", true), (Check("a\\b.pdf", RouteNames.Agent).SentName, Check("a\\b.pdf", RouteNames.Agent).IsValid));
        foreach (var route in new[] { RouteNames.Guest, RouteNames.Messaging, RouteNames.Media, RouteNames.Multipart, null })
        {
            Assert.Contains(Check("a\\b.pdf", route).Problems, problem => problem is { Code: 4004, ErrorId: ErrorIds.NameInvalid });
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\t")]
    public void A_blank_cell_names_nothing(string name) => Assert.Equal(("own.pdf", true), (Check(name, null).Name, Check(name, null).IsValid));

    [Fact]
    public void Half_a_character_is_a_problem() =>
        Assert.Equal(4004, Assert.Single(Check("a" + (char)0xD800 + "b.pdf", RouteNames.Guest).Problems).Code);

    [Theory]
    [InlineData("report.pdf ", "report.pdf", "report.pdf")]
    [InlineData("report.pdf.", "report.pdf", "report.pdf")]
    [InlineData("report.pdf . .", "report.pdf", "report.pdf")]
    [InlineData("report.pdf\u00A0", "report.pdf", "report.pdf")]
    [InlineData("con.pdf", "_con.pdf", "_con.pdf")]
    [InlineData("NUL.tar.pdf", "_NUL.tar.pdf", "_NUL.tar.pdf")]
    [InlineData("lpt1.pdf", "_lpt1.pdf", "_lpt1.pdf")]
    [InlineData("COM\u00B9.pdf", "_COM\u00B9.pdf", "_COM\u00B9.pdf")]
    [InlineData("console.pdf", "console.pdf", "console.pdf")]
    [InlineData("com10.pdf", "com10.pdf", "com10.pdf")]
    [InlineData(".hidden.pdf", ".hidden.pdf", "hidden.pdf")]
    [InlineData(".pdf", ".pdf", "_.pdf")]
    [InlineData("My report.pdf", "My report.pdf", "My_report.pdf")]
    [InlineData("a~b#c.pdf", "a~b#c.pdf", "a_b_c.pdf")]
    [InlineData("\u017C\u00F3\u0142\u0107 \u00FCn\u00EFcode \U0001F600.pdf", "\u017C\u00F3\u0142\u0107 \u00FCn\u00EFcode \U0001F600.pdf", "\u017C\u00F3\u0142\u0107_\u00FCn\u00EFcode_\U0001F600.pdf")]
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F467.pdf", "\U0001F468\u200D\U0001F469\u200D\U0001F467.pdf", "\U0001F468\u200D\U0001F469\u200D\U0001F467.pdf")]
    [InlineData("\u2764\uFE0F\u200D\U0001F525.pdf", "\u2764\uFE0F\u200D\U0001F525.pdf", "\u2764\uFE0F\u200D\U0001F525.pdf")]
    [InlineData("\u202Areport.pdf", "report.pdf", "report.pdf")]
    [InlineData("\u200E\u200Freport.pdf", "report.pdf", "report.pdf")]
    [InlineData("\uFEFFreport.pdf", "report.pdf", "report.pdf")]
    [InlineData("\u200Fnul.pdf", "_nul.pdf", "_nul.pdf")]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.pdf", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.pdf", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.pdf")]
    [InlineData("\u0915\u094D\u200D\u0937.pdf", "\u0915\u094D\u200D\u0937.pdf", "\u0915\u094D\u200D\u0937.pdf")]
    [InlineData("\u0DC1\u0DCA\u200D\u0DBB\u0DD3.pdf", "\u0DC1\u0DCA\u200D\u0DBB\u0DD3.pdf", "\u0DC1\u0DCA\u200D\u0DBB\u0DD3.pdf")]
    [InlineData("re\u0301sume\u0301.pdf", "r\u00E9sum\u00E9.pdf", "r\u00E9sum\u00E9.pdf")]
    public void It_is_repaired_or_left_alone(string name, string elsewhere, string onAgent)
    {
        foreach (var (route, expected) in new[] { (RouteNames.Guest, elsewhere), (RouteNames.Agent, onAgent) })
        {
            var file = Check(name, route);
            Assert.Empty(file.Problems);
            Assert.Equal(("application/pdf", expected), (file.ContentType, file.SentName));
        }
    }

    [Theory]
    [InlineData(1023, null)]
    [InlineData(1024, 4005)]
    [InlineData(5000, 4005)]
    public void A_name_has_fewer_than_1024_characters(int length, int? code) => Assert.Equal(code, Check(new string('x', length - 4) + ".pdf", RouteNames.Guest).Problems.SingleOrDefault()?.Code);

    [Theory]
    [InlineData("invoice.pdf.exe", true)]
    [InlineData("photo.jpg.SCR", true)]
    [InlineData("invoice.exe.pdf", false)]
    [InlineData("archive.tar.gz", false)]
    [InlineData("setup.exe", false)]
    [InlineData("v1.2.exe", false)]
    public void A_program_in_a_document_s_clothes_is_told(string name, bool told)
    {
        var file = Check(name, RouteNames.Guest);

        Assert.Equal(told, file.Warnings.Any(warning => warning.Contains("two extensions", StringComparison.Ordinal)));
        Assert.Equal(name.EndsWith(".pdf", StringComparison.Ordinal), file.IsValid);
    }

    [Fact]
    public void A_repair_never_makes_two_names_of_a_batch_one()
    {
        var names = new SentNames();

        Assert.Equal(
            ["a_b.pdf", "a_b-2.pdf", "a_b-3.pdf", "a_b.pdf", "a_b-2.pdf", "A_B-2.pdf"],
            new[] { "a_b.pdf", "a b.pdf", "a#b.pdf", "a_b.pdf", "a b.pdf", "A B.pdf" }.Select(name => names.Take("c", name, FileNames.RepairForAgent(name))));
        Assert.Equal("a_b.pdf", names.Take("other", "a b.pdf", "a_b.pdf"));
    }

    [Fact]
    public void A_plain_name_gives_way_to_a_repaired_one_that_came_first()
    {
        var names = new SentNames();

        Assert.Equal("a_b.pdf", names.Take("c", "a b.pdf", "a_b.pdf"));
        Assert.Equal("a_b-2.pdf", names.Take("c", "a_b.pdf", "a_b.pdf"));
        Assert.Equal("a_b-2-2.pdf", names.Take("c", "a_b-2.pdf", "a_b-2.pdf"));
    }

    [Fact]
    public void Any_two_names_of_a_batch_stay_apart()
    {
        var letters = Gen.Elements('a', 'b', ' ', '_', '#', '.', '-', '2', '\u00E9');
        var batch = Gen.ListOf(Gen.ListOf(letters).Select(name => new string([.. name]) + ".pdf"));

        Prop.ForAll(Arb.From(batch), list =>
        {
            var (ledger, again) = (new SentNames(), new SentNames());
            var sent = list.Select(name => (Own: name, Sent: ledger.Take("c", name, FileNames.RepairForAgent(name)))).ToList();
            var apart = sent.GroupBy(pair => pair.Sent, StringComparer.OrdinalIgnoreCase).All(group => group.Select(pair => pair.Own.ToUpperInvariant()).Distinct().Count() == 1);
            return apart && sent.Select(pair => pair.Sent).SequenceEqual(list.Select(name => again.Take("c", name, FileNames.RepairForAgent(name))));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_repaired_name_needs_no_repair_and_breaks_no_rule() => Prop.ForAll<NonNull<string>>(text =>
    {
        var name = FileNames.Normalize(text.Get + ".pdf");
        var repaired = FileNames.RepairForAgent(name);
        return repaired == FileNames.RepairForAgent(repaired)
            && repaired.EndsWith(".pdf", StringComparison.Ordinal)
            && repaired[0] != '.'
            && !repaired.Any(c => char.IsWhiteSpace(c) || "\\{^}%`]\">[~<#|".Contains(c, StringComparison.Ordinal));
    }).QuickCheckThrowOnFailure();

    private Attachment Check(string name, string? route)
    {
        var path = Path.Combine(_folder, "own.pdf");
        File.WriteAllBytes(path, Encoding.ASCII.GetBytes("\u0001"));
        return new Inspector(TimeProvider.System).Inspect(path, new InspectionOptions { Name = name, Route = route });
    }
}
