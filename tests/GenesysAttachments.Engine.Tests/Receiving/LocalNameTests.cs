using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GenesysAttachments.Engine.Receiving;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>A sender's name as it may stand in a folder. It is a stranger's text.</summary>
public sealed class LocalNameTests
{
    private const string Message = "6f1c0a3e-1111-4222-8333-444455556666";

    /// <summary>A name, and what becomes of it. {m} is the message's id.</summary>
    public static TheoryData<string?, string> Names() => new()
    {
        { "a.pdf", "a.pdf" },
        { "Rechnung März 2026.pdf", "Rechnung März 2026.pdf" },
        { "письмо.docx", "письмо.docx" },
        { "報告書.xlsx", "報告書.xlsx" },
        { "نامه‌ها.pdf", "نامه‌ها.pdf" },
        { "\U0001F468\u200D\U0001F469\u200D\U0001F467.png", "\U0001F468\u200D\U0001F469\u200D\U0001F467.png" },
        { "\u2764\uFE0F.png", "\u2764\uFE0F.png" },
        { "../../etc/passwd", "passwd" },
        { "..\\..\\Windows\\System32\\drivers\\etc\\hosts", "hosts" },
        { "/etc/shadow", "shadow" },
        { "C:\\Users\\Public\\a.pdf", "a.pdf" },
        { "C:a.pdf", "C_a.pdf" },
        { "\\\\server\\share\\a.pdf", "a.pdf" },
        { "\\\\?\\C:\\a.pdf", "a.pdf" },
        { "folder/", "{m}.pdf" },
        { "..", "{m}.pdf" },
        { ".", "{m}.pdf" },
        { "...", "{m}.pdf" },
        { "../", "{m}.pdf" },
        { "..\\", "{m}.pdf" },
        { "....//....//a.sh", "a.sh" },
        { "a/../b.pdf", "b.pdf" },
        { "..%2f..%2fa.sh", "..%2f..%2fa.sh".Insert(0, "_") },
        { "a.pdf:evil.exe", "a.pdf_evil.exe" },
        { "a.pdf::$DATA", "a.pdf__$DATA" },
        { "con", "_con" },
        { "CON.pdf", "_CON.pdf" },
        { "nul.tar.gz", "_nul.tar.gz" },
        { "COM1", "_COM1" },
        { "COM¹.txt", "_COM¹.txt" },
        { "lpt9.", "_lpt9" },
        { "CONIN$", "_CONIN$" },
        { "aux .pdf", "_aux .pdf" },
        { "nul\u200B.pdf", "_nul.pdf" },
        { "\u202Enul.pdf", "_nul.pdf" },
        { "a.pdf.", "a.pdf" },
        { "a.pdf ", "a.pdf" },
        { "a.pdf. . .", "a.pdf" },
        { "a.pdf\u3000", "a.pdf" },
        { " a.pdf", "a.pdf" },
        { "\u00A0\u2003a.pdf", "a.pdf" },
        { ".bashrc", "_.bashrc" },
        { ".ssh", "_.ssh" },
        { "..a", "_..a" },
        { "\u200B.bashrc", "_.bashrc" },
        { " .profile", "_.profile" },
        { "a<b>c|d?e*f\"g.pdf", "a_b_c_d_e_f_g.pdf" },
        { "in\u202Evoice\u202Cfdp.exe", "invoicefdp.exe" },
        { "a\u200Bb\uFEFFc.pdf", "abc.pdf" },
        { "a\u00ADb.pdf", "ab.pdf" },
        { "a\u0000b.pdf", "ab.pdf" },
        { "a\r\nb.pdf", "ab.pdf" },
        { "a\u001B[31mb.pdf", "a[31mb.pdf" },
        { "a\u2028b.pdf", "ab.pdf" },
        { "a\u3164b.pdf", "ab.pdf" },
        { "a\u2800b.pdf", "ab.pdf" },
        { "a\uFFFEb.pdf", "ab.pdf" },
        { "a\U000E0041b.pdf", "ab.pdf" },
        { "a\uFE0Fb.pdf", "ab.pdf" },
        { "\u3000\uFEFF\uFE0Fa.pdf", "a.pdf" },
        { "A\u030A.pdf", "\u00C5.pdf" },
        { "\u202E\u202D", "{m}.pdf" },
        { "___", "{m}.pdf" },
        { " ", "{m}.pdf" },
        { "", "{m}.pdf" },
        { null, "{m}.pdf" },
        { "???", "{m}.pdf" },
        { ".gca-0123456789abcdef.part", "_.gca-0123456789abcdef.part" },
        { "$(rm -rf ~).pdf", "$(rm -rf ~).pdf" },
        { "a.pdf;b", "a.pdf;b" },
        { "%TEMP%.pdf", "%TEMP%.pdf" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void It_stands_in_the_folder_and_can_be_seen(string? name, string expected) =>
        Assert.Equal(expected.Replace("{m}", Message, StringComparison.Ordinal), LocalNames.Of(name, Message, "application/pdf"));

    [Fact]
    public void Half_a_pair_is_no_character() => Assert.Equal(("ab.pdf", Message), (LocalNames.Of("a\uD800b.pdf", Message, null), LocalNames.Of("\uDC00", Message, null)));

    [Theory]
    [InlineData(null, "image/jpeg", "{m}.jpg")]
    [InlineData(null, "Text/CSV; charset=utf-8", "{m}.csv")]
    [InlineData(null, "image/tiff", "{m}.tiff")]
    [InlineData(null, "application/json", "{m}.json")]
    [InlineData(null, "application/x-nobody-knows", "{m}")]
    [InlineData(null, "../../x", "{m}")]
    [InlineData(null, null, "{m}")]
    public void A_file_without_a_name_is_called_after_its_message_and_type(string? name, string? type, string expected) =>
        Assert.Equal(expected.Replace("{m}", Message, StringComparison.Ordinal), LocalNames.Of(name, Message, type));

    [Theory]
    [InlineData("../x", "x.pdf")]
    [InlineData("con", "con.pdf")]
    [InlineData("", "attachment.pdf")]
    [InlineData(null, "attachment.pdf")]
    public void A_messages_id_is_a_strangers_text_too(string? id, string expected) => Assert.EndsWith(expected, LocalNames.Of(null, id, "application/pdf"), StringComparison.Ordinal);

    [Fact]
    public void A_long_name_is_cut_to_what_systems_take_and_keeps_its_extension()
    {
        foreach (var stem in new[] { new string('a', 300), new string('ä', 300), string.Concat(Enumerable.Repeat("\U0001F600", 100)), new string('a', 5_000_000) })
        {
            var name = LocalNames.Of(stem + ".pdf", Message, null);

            Assert.InRange(Encoding.UTF8.GetByteCount(name), 240, 255);
            Assert.EndsWith(".pdf", name, StringComparison.Ordinal);
            Assert.Equal(name, LocalNames.Of(name, Message, null));
            Assert.InRange(Encoding.UTF8.GetByteCount(LocalNames.Number(name, 12)), 240, 255);
            Assert.EndsWith(" (12).pdf", LocalNames.Number(name, 12), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cut_leaves_no_blank_or_dot_behind() => Assert.Equal(new string('a', 240) + ".pdf", LocalNames.Of(new string('a', 240) + new string('.', 30) + ".pdf", Message, null));

    [Fact]
    public void Whatever_a_sender_writes_the_name_is_a_plain_one_and_stays_what_it_is() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Strange(), name =>
    {
        var local = LocalNames.Of(name, Message, "application/pdf");
        Assert.Equal(local, LocalNames.Of(local, Message, "application/pdf"));
        AssertPlain(local);
        AssertPlain(LocalNames.Number(local, 2));
        Assert.NotEqual(LocalNames.Fold(local), LocalNames.Fold(LocalNames.Number(local, 2)));
    }));

    private static void AssertPlain(string name)
    {
        Assert.Equal(name, Path.GetFileName(name));
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 255);
        Assert.True(name.IsNormalized(NormalizationForm.FormC));
        Assert.DoesNotContain(name, c => c is '/' or '\\' or ':' or '<' or '>' or '"' or '|' or '?' or '*' || char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u200B' or '\uFEFF');
        Assert.False(name[0] == '.' || name[^1] is '.' or ' ', name);
        Assert.DoesNotMatch("(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$) *(\\.|$)", name);
        var folder = Path.Combine(Path.GetTempPath(), "gca-nowhere");
        Assert.Equal(folder, Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, name))));
    }

    // Of what makes names dangerous, and of anything at all.
    private static Arbitrary<string> Strange()
    {
        var parts = Gen.Elements(
            "a", "con", "NUL", "COM1", ".", "..", "/", "\\", ":", " ", "\t", "\0", "\u202E", "\u200B", "\u200D", "\u200C", "\uFEFF", "\uD800", "\uDC00", "\u0301", "e", "\uFE0F", "\U0001F600", "\u0645", "$DATA", "%2f", ".pdf", "-", "_", "~", "*", "?", "\u3000",
            "\u00A0", new string('x', 100), new string('ä', 130), "\u2800", "\u180E", "\uFFFF");
        return Gen.Choose(0, 8).SelectMany(count => parts.ArrayOf(count)).Select(all => string.Concat(all)).Or(ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")).ToArbitrary();
    }
}
