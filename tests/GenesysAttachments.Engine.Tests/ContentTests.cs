using System.Globalization;
using System.Text;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What a file is, and whether its name says so.</summary>
public sealed class ContentTests : IDisposable
{
    private static readonly InspectionOptions Anything = new() { Policy = AttachmentPolicy.Default with { AllowedTypes = ["*/*"], MaxBytes = long.MaxValue } };

    private static readonly string[] Texts = ["html", "svg", "xml", "json", "csv", "txt", "ics", "vcf", "eml", "yaml", "log", "ps1", "bat", "sh", "js"];

    // Names that pass for one another: aliases and siblings of one family, and a container for what lies in it.
    private static readonly string[][] Siblings =
    [
        ["docx", "docm"], ["xlsx", "xltx"], ["pages", "numbers", "key"], ["jar", "apk"], ["ogg", "oga", "opus"], ["mp4", "m4a", "mov", "3gp", "3g2"], ["mkv", "webm"], ["heic", "avif"],
        Texts,
    ];

    private static readonly string[] InZip = ["docx", "docm", "xlsx", "xltx", "pptx", "odt", "ods", "odp", "epub", "pages", "numbers", "key", "jar", "apk"];

    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Extensions => [.. Corpus.Files.Keys];

    [Theory]
    [MemberData(nameof(Extensions))]
    public void A_file_under_its_own_name_matches(string extension)
    {
        var file = Check("file." + extension, Corpus.Files[extension]);

        Assert.Equal(ContentVerdicts.Match, file.Verdict);
        Assert.True(file.IsValid || file.ContentType.Length == 0, string.Join(" ", file.Problems));
        Assert.NotEmpty(file.Evidence);
        Assert.All(file.Evidence, evidence => Assert.False(string.IsNullOrEmpty(evidence.Source)));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void A_file_under_another_family_s_name_is_a_mismatch_and_under_a_sibling_s_is_not(string extension)
    {
        foreach (var name in Corpus.Files.Keys)
        {
            var passes = name == extension
                || Siblings.Any(group => group.Contains(name) && group.Contains(extension))
                || (name is "zip" or "jar" && (extension == "zip" || InZip.Contains(extension)))
                || (name == "key" && Texts.Contains(extension)); // Private keys in PEM have that name, too.
            var verdict = Check("file." + name, Corpus.Files[extension], ContentCheckLevels.Strict).Verdict;

            Assert.True(passes == (verdict != ContentVerdicts.Mismatch), $"{extension} content in a .{name} file: {verdict}");
            Assert.NotEqual(ContentVerdicts.Unverifiable, verdict);
        }
    }

    [Fact]
    public void A_mismatch_is_a_4003_that_says_what_was_found_where()
    {
        var file = Check("report.pdf", Corpus.Png());

        var problem = Assert.Single(file.Problems);
        Assert.Equal((4003, ErrorIds.ContentMismatch), (problem.Code, problem.ErrorId));
        Assert.Contains("png", problem.Message, StringComparison.Ordinal);
        Assert.Equal("image/png", file.DetectedType);
        Assert.Equal(("png", "png", 0L), (file.Evidence[0].Kind, file.Evidence[0].Family, file.Evidence[0].Offset));
    }

    [Fact]
    public void A_given_type_is_what_is_promised()
    {
        var path = Write("report.pdf", Corpus.Pdf());
        Attachment As(string file, string type) => new Inspector(TimeProvider.System).Inspect(file, Anything with { ContentType = type });

        Assert.Equal(4003, Assert.Single(As(path, "image/png").Problems).Code);
        Assert.True(As(path, "application/octet-stream").IsValid);
        Assert.Equal((ContentVerdicts.Match, true), (As(Write("image.pdf", Corpus.Png()), "image/png").Verdict, As(Write("image.pdf", Corpus.Png()), "image/png").IsValid));
        Assert.Equal(ContentVerdicts.Mismatch, As(Write("program.pdf", Corpus.Program()), "application/pdf").Verdict);
        Assert.Equal(ContentVerdicts.Match, new Inspector(TimeProvider.System).Inspect(Write("x.bin", Corpus.Pdf()), Anything with { Name = "report.pdf" }).Verdict);
    }

    [Theory]
    [InlineData("report.pdf")]
    [InlineData("photo.jpg")]
    [InlineData("notes.txt")]
    [InlineData("data.zzz")]
    public void What_nothing_is_known_of_is_unverifiable_and_no_problem(string name)
    {
        var file = Check(name, [1, 2, 3, 0, 0xFE, 200, 7, 9, 14, 0, 0, 1]);

        Assert.Equal(ContentVerdicts.Unverifiable, file.Verdict);
        Assert.DoesNotContain(file.Problems, problem => problem.Code == 4003);
    }

    [Theory]
    [InlineData("utf-8", "Größe: żółć, Привет, 你好 and more words")]
    [InlineData("utf-16", "Größe: żółć, Привет, 你好 and more words")]
    [InlineData("utf-16BE", "Größe: żółć, Привет, 你好 and more words")]
    [InlineData("utf-32", "Größe: żółć, Привет, 你好 and more words")]
    [InlineData("us-ascii", "Plain words, nothing else in it")]
    [InlineData("iso-8859-1", "Größe: 5 Stück für Müller in der Straße, größer als üblich, und noch ein paar Wörter dazu")]
    public void Text_is_text_in_every_encoding(string encoding, string text)
    {
        byte[] marked = [.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(text)];

        Assert.Equal(ContentVerdicts.Match, Check("a.txt", marked).Verdict);
        Assert.Equal(4003, Assert.Single(Check("a.pdf", marked).Problems).Code);
    }

    [Theory]
    [InlineData("utf-8", "Größe: żółć, Привет, 你好 and more words")]
    [InlineData("utf-16", "Western words, as a tool on Windows saves them")]
    [InlineData("utf-16BE", "Western words, as a tool on Windows saves them")]
    public void Text_needs_no_mark(string encoding, string text) =>
        Assert.Equal(4003, Assert.Single(Check("a.pdf", Encoding.GetEncoding(encoding).GetBytes(text)).Problems).Code);

    [Theory]
    [InlineData("a.txt", "MZ is how the story of a program begins.")]
    [InlineData("a.txt", "GIF89a is a format; this is a text about it.")]
    [InlineData("a.txt", "In a PDF the first line reads %PDF-1.7, and the last %%EOF.")]
    [InlineData("a.csv", "BM,II,MM,RIFF,WAVE,fLaC,OggS\n1,2,3,4,5,6,7\n")]
    [InlineData("a.md", "Rar! is what an archive says.")]
    [InlineData("a.txt", "RIFF and    WAVE, two words in a row")]
    public void Words_are_not_taken_for_signatures(string name, string text) =>
        Assert.Equal(ContentVerdicts.Match, Check(name, Encoding.ASCII.GetBytes(text)).Verdict);

    [Theory]
    [InlineData("junk before\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n")]
    public void A_pdf_may_have_bytes_before_it(string before)
    {
        Assert.Equal(ContentVerdicts.Match, Check("a.pdf", [.. Encoding.ASCII.GetBytes(before), .. Corpus.Pdf()]).Verdict);
    }

    [Fact]
    public void The_same_holds_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Assert.Equal(ContentVerdicts.Match, Check("FILE.GIF", Corpus.Gif()).Verdict);
            Assert.Equal("image/gif", ContentTypes.ForName("FILE.GIF"));
            Assert.Equal("image/tiff", ContentTypes.ForName("FILE.TIFF"));
            Assert.True((AttachmentPolicy.Default with { AllowedTypes = ["IMAGE/GIF"] }).Allows("image/gif"));
            Assert.True((AttachmentPolicy.Default with { BlockedExtensions = [".INI"] }).Blocks("x.ini"));
            Assert.Equal("_con.pdf", FileNames.Repair("con.pdf"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private Attachment Check(string name, byte[] content, string level = ContentCheckLevels.Standard) =>
        new Inspector(TimeProvider.System).Inspect(Write(name, content), Anything with { ContentCheck = level });

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
