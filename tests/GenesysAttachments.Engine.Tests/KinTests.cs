using System.Text;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Kinds that do no harm under each other's names: a warning by default, a problem where it was asked for.</summary>
public sealed class KinTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, byte[], string> Kin => new()
    {
        { "photo.png", Corpus.Jpeg(), "jpg" },
        { "photo.jpg", Corpus.Png(), "png" },
        { "photo.jpg", Corpus.Files["heic"], "heic" },
        { "photo.png", Corpus.Files["webp"], "webp" },
        { "photo.jpg", Corpus.Gif(), "gif" },
        { "favicon.ico", Corpus.Png(), "png" },
        { "clip.mp4", Corpus.Riff("AVI "), "avi" },
        { "clip.avi", Corpus.Files["mp4"], "mp4" },
        { "voice.mp3", Corpus.Files["m4a"], "m4a" },
        { "voice.wav", Corpus.Mp3(), "mp3" },
        { "letter.doc", Corpus.Files["rtf"], "rtf" },
        { "letter.doc", Corpus.Files["html"], "html" },
        { "letter.doc", Corpus.Bytes("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"), "mht" },
        { "exported page.doc", Corpus.Bytes("Date: Mon, 1 Jan 2026 10:00:00 +0000\r\nMessage-ID: <1@x>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"), "mht" },
        { "letter.doc", Corpus.Bytes("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?>\n<w:wordDocument/>"), "xml" },
        { "letter.doc", Corpus.Files["docx"], "docx" },
        { "table.xls", Corpus.Bytes("<table><tr><td>1</td></tr></table>"), "html" },
        { "table.xls", Corpus.Bytes("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook/>"), "xml" },
        { "table.xls", Corpus.Files["xlsx"], "xlsx" },
        { "slides.ppt", Corpus.Files["pptx"], "pptx" },
        { "letter.docx", Corpus.Files["doc"], "doc" },
    };

    [Theory]
    [MemberData(nameof(Kin))]
    public void It_goes_with_a_warning_that_names_the_remedy(string name, byte[] content, string extension)
    {
        var file = Check(name, content, ContentCheckLevels.Standard);

        Assert.Equal((ContentVerdicts.Compatible, true), (file.Verdict, file.IsValid));
        Assert.Contains(file.Warnings, warning => warning.Contains($"-Name {{ $_.BaseName + '.{extension}' }}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kin))]
    public void Strictly_it_is_refused_and_the_sentence_names_both_remedies(string name, byte[] content, string extension)
    {
        var file = Check(name, content, ContentCheckLevels.Strict);

        var problem = Assert.Single(file.Problems);
        Assert.Equal((4003, ContentVerdicts.Mismatch), (problem.Code, file.Verdict));
        Assert.Contains($"-Name {{ $_.BaseName + '.{extension}' }}", problem.Message, StringComparison.Ordinal);
        Assert.Contains("-ContentCheck Standard", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\tb\tc\n1\t2\t3\n")]
    [InlineData("Report of May\n\nName\tValue\nA\t1\nB\t2\n")]
    [InlineData("a,b,c\r\n1,\"2,5\",3\r\n")]
    [InlineData("a;b;c\n1;2;3\n4;5;6\n")]
    [InlineData("Report of May\n\nName,Value,Sum\nA,1,2\nB,2,3\n")]
    [InlineData("ID;PWXL;N;E\nP;PGeneral\n")]
    public void Text_in_columns_goes_under_an_old_spreadsheet_s_name(string text)
    {
        Assert.True(Check("table.xls", Encoding.ASCII.GetBytes(text), ContentCheckLevels.Standard).IsValid);
        Assert.False(Check("table.xls", Encoding.ASCII.GetBytes(text), ContentCheckLevels.Strict).IsValid);
    }

    [Theory]
    [InlineData("table.xls", "404 Not Found")]
    [InlineData("table.xls", "{\"error\": \"not found\",\n\"code\": 404,\n\"more\": 1}")]
    [InlineData("table.xls", "new Map([\n    ['C', 'cwd'],\n    ['f', 'file'],\n    ['z', 'gzip'],\n]);\n")]
    [InlineData("table.xls", "sub a () {1;}\tunless defined(&a);\nsub b () {2;}\tunless defined(&b);\n")]
    [InlineData("table.xls", "import os, sys\na, b = 1, 2\nc, d = 3, 4\n")]
    [InlineData("table.xls", "Dim a, b\r\na = Array(1, 2)\r\nb = Array(3, 4)\r\n")]
    [InlineData("letter.doc", "Just words, in a line.\nAnd some more words here.\n")]
    [InlineData("letter.pdf", "<html><body>504</body></html>")]
    [InlineData("letter.docx", "<html><body>504</body></html>")]
    [InlineData("letter.docx", "{\\rtf1\\ansi words}")]
    [InlineData("photo.png", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    public void Other_text_is_no_kin(string name, string text) =>
        Assert.Equal(4003, Assert.Single(Check(name, Encoding.ASCII.GetBytes(text), ContentCheckLevels.Standard).Problems).Code);

    [Theory]
    [InlineData("png", "mp4")]
    [InlineData("pdf", "png")]
    [InlineData("docx", "xls")]
    [InlineData("doc", "xls")]
    [InlineData("zip", "pdf")]
    [InlineData("rar", "zip")]
    public void Other_kinds_are_no_kin(string content, string name)
    {
        var problem = Assert.Single(Check("a." + name, Corpus.Files[content], ContentCheckLevels.Standard).Problems);

        Assert.Equal(4003, problem.Code);
        Assert.Contains($"-Name {{ $_.BaseName + '.{content}' }}", problem.Message, StringComparison.Ordinal);
        Assert.Contains("-ContentCheck Off", problem.Message, StringComparison.Ordinal);
    }

    private Attachment Check(string name, byte[] content, string level)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return new Inspector(TimeProvider.System).Inspect(path, new InspectionOptions { Policy = AttachmentPolicy.Default with { AllowedTypes = ["*/*"] }, ContentCheck = level });
    }
}
