using System.Buffers.Binary;
using System.Text;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Good documents as some tools write them, and bad ones that look good at first.</summary>
public sealed class OddDocumentTests : IDisposable
{
    private const string Types = "[Content_Types].xml";
    private const string Rels = "_rels/.rels";

    private static readonly byte[] Page = Corpus.Bytes("<!doctype html><script>var a=\"\0\";</script>");

    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, byte[]> Good => new()
    {
        { "folder in capitals.docx", OddFiles.Entries(Types, Rels, "Word/Document.xml") },
        { "all small letters.xlsx", OddFiles.Entries("[content_types].xml", Rels, "xl/workbook.xml") },
        { "leading slashes.docx", OddFiles.Entries("/" + Types, "/" + Rels, "/word/document.xml") },
        { "backslashes.xlsx", OddFiles.Entries(Types, "_rels\\.rels", "xl\\workbook.xml") },
        { "another folder.xlsx", OddFiles.Entries(Types, Rels, "book/workbook.xml") },
        { "another folder.xlsb", OddFiles.Entries("docProps/app.xml", "wtf/workbook.bin", Types) },
        { "parts that nobody knows.docx", OddFiles.Entries(Types, Rels, "a/b.xml") },
        { "no directory.docx", Corpus.Files["docx"][..^60] },
        { "a byte behind it.docx", [.. Corpus.Files["docx"], 0] },
        { "folder.numbers", OddFiles.Entries("folder.numbers/", "folder.numbers/Index.zip", "folder.numbers/Metadata/Properties.plist") },
        { "folder.key", OddFiles.Entries("Presentation.key/Index.zip", "Presentation.key/Metadata/DocumentIdentifier") },
        { "folder.pages", OddFiles.Entries("a.pages/Index/Document.iwa", "a.pages/Metadata/Properties.plist") },
        { "mimetype not first.odt", Corpus.Zip(("content.xml", "<x/>"), ("mimetype", "application/vnd.oasis.opendocument.text")) },
        { "rights managed.docx", OleWriter.Write("WordDocument", "EncryptedPackage", "EncryptionInfo") },
        { "rights managed.pptx", OleWriter.Write("PowerPoint Document", "EncryptedPackage") },
        { "locked.xls", OleWriter.Write("EncryptedPackage", "EncryptionInfo") },
        { "older form.pdf", Corpus.Bytes("%!PS-Adobe-1.0 PDF-1.5\n%", 0xE2, 0xE3, "\n1 0 obj<<>>endobj\n%%EOF\n") },
        { "blank in front.pdf", [.. " "u8, .. Corpus.Pdf()] },
        { "mark in front.pdf", [0xEF, 0xBB, 0xBF, .. Corpus.Pdf()] },
        { "1016 bytes in front.pdf", [.. Junk(1016), .. Corpus.Pdf()] },
        { "job in front.ps", Corpus.Bytes("\u001B%-12345X@PJL\r\n%!PS-Adobe-3.0\nshowpage\n") },
        { "wrong length.mp3", [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 0x78, .. Corpus.Zeros(0x78), .. Corpus.Jpeg(), .. Corpus.Mp3()] },
        { "Cyrillic.txt", Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("\u00FF\u00D8\u00FF \u00FD\u00F2\u00EE\n", 20))) },
        { "column GIF89a.csv", Encoding.ASCII.GetBytes("GIF89a,width\n" + string.Concat(Enumerable.Repeat("1,2\u001F,3\n", 20))) },
        { "column RIFF.csv", Encoding.ASCII.GetBytes("RIFF,4..WAVE,fmt\n" + string.Concat(Enumerable.Repeat("1,2\u001F,3\n", 20))) },
        { "speaks of PDF.txt", Corpus.Bytes("%PDF- is the five byte header of a PDF file.\r\nNothing else here.\r\n") },
        { "speaks of RTF.txt", Corpus.Bytes("{\\rtf1 is how RTF begins.\r\n") },
        { "speaks of MZ.txt", Corpus.Bytes("MZ is how programs begin; the field at 0x3C of them says where the header is.") },
        { "binary part.eml", [.. "Received: from x\r\nFrom: a@b.c\r\nSubject: x\r\nContent-Type: application/pdf\r\n\r\n"u8, .. Corpus.Pdf(), 0, 1, 2] },
        { "short.txt", "no\n"u8.ToArray() },
        { "short.csv", "1\n"u8.ToArray() },
        { "Latin.txt", Encoding.Latin1.GetBytes("Größe") },
        { "BIFF2.xls", [9, 0, 4, 0, 2, 0, 0x10, 0, .. OddFiles.Bytes(100, 3)] },
        { "BIFF5.xls", [9, 8, 8, 0, 0, 5, 5, 0, .. OddFiles.Bytes(100, 3)] },
        { "Word 2.doc", [0xDB, 0xA5, 0x2D, 0, .. OddFiles.Bytes(100, 3)] },
        { "WordPerfect.doc", [0xFF, .. "WPC"u8, .. OddFiles.Bytes(100, 3)] },
        { "v7.tar", Tar("") },
        { "named as a picture.tar", Tar("ustar\0", "GIF89a.txt") },
        { "private.key", Corpus.Bytes("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n") },
        { "huge.msg", Huge() },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_document_is_not_refused_at_any_level(string name, byte[] content)
    {
        foreach (var level in new[] { ContentCheckLevels.Standard, ContentCheckLevels.Strict })
        {
            var file = Check(name, content, level);

            Assert.True(file.IsValid && file.Verdict != ContentVerdicts.Mismatch, $"{level}: {file.Verdict}, {string.Join(" ", file.Problems)}");
        }
    }

    public static TheoryData<string, byte[]> Bad => new()
    {
        { "page with a binary tail.pdf", [.. Page, .. OddFiles.Bytes(100, 5)] },
        { "page with an archive.pdf", [.. "<html><body>x</body></html>"u8, .. Corpus.Files["zip"]] },
        { "page that speaks of it.pdf", Corpus.Bytes("<html><body>\n%PDF-1.4 is no name</body></html>") },
        { "error.pdf", "404\n"u8.ToArray() },
        { "text that speaks of it.pdf", Corpus.Bytes("The header %PDF-1.4 was not found in the answer.\n") },
        { "RAR 1.4.png", [.. "RE~^"u8, 7, 0, .. Corpus.Zeros(100)] },
        { "ACE.docx", [1, 2, 3, 4, 5, 6, 7, .. "**ACE**"u8, .. Corpus.Zeros(100)] },
        { "plain archive.docx", Corpus.Zip(("a.txt", "x")) },
        { "zipped folder.docx", OddFiles.Entries("a/" + Types, "a/word/document.xml") },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_one_is(string name, byte[] content) => Assert.Equal(4003, Assert.Single(Check(name, content, ContentCheckLevels.Standard).Problems).Code);

    [Fact]
    public void Macros_under_a_name_without_are_compatible_with_a_warning()
    {
        var file = Check("a.docx", Corpus.Files["docm"], ContentCheckLevels.Strict);

        Assert.Equal((ContentVerdicts.Compatible, true), (file.Verdict, file.IsValid));
        Assert.Contains(file.Warnings, warning => warning.Contains("macros", StringComparison.Ordinal));
        Assert.Equal(ContentVerdicts.Compatible, Check("A.DOCX", Corpus.Files["docm"], ContentCheckLevels.Strict).Verdict);
        Assert.Equal(ContentVerdicts.Match, Check("a.docm", Corpus.Files["docm"], ContentCheckLevels.Strict).Verdict);
    }

    [Theory]
    [InlineData("a.pdf", "pdf")]
    [InlineData("a.txt", "text")]
    public void Content_that_nothing_is_known_of_is_unverifiable_with_a_warning(string name, string says)
    {
        var file = Check(name, new byte[5000], ContentCheckLevels.Strict);

        Assert.Equal((ContentVerdicts.Unverifiable, true), (file.Verdict, file.IsValid));
        Assert.Contains(says, Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_mail_is_not_cut_off() => Assert.DoesNotContain(Check("huge.msg", Huge(), ContentCheckLevels.Strict).Warnings, warning => warning.Contains("cut off", StringComparison.Ordinal));

    // Marks of other kinds among other bytes, none where it counts.
    private static byte[] Junk(int count) =>
        OddFiles.With(OddFiles.With(OddFiles.With(OddFiles.With([.. Enumerable.Range(0, count).Select(i => (byte)((i * 7) + 3))], 0x101, "ustar\0"u8), 1, "PK\u0003\u0004"u8), 40, "<html>"u8), 300, "ftyp"u8);

    private static byte[] Tar(string magic, string name = "a.txt")
    {
        var header = OddFiles.With(OddFiles.With(new byte[1024], 0, Encoding.ASCII.GetBytes(name)), 257, Encoding.ASCII.GetBytes(magic));
        "        "u8.CopyTo(header.AsSpan(148));
        var sum = header.Take(512).Sum(b => b);
        return OddFiles.With(header, 148, Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 "));
    }

    // Its directory begins so far back that the allocation table for it is listed outside the header.
    private static byte[] Huge()
    {
        const int Directory = 14_200;
        var file = new byte[(Directory + 4) * 512];
        OleWriter.Write("__properties_version1.0").AsSpan(0, 512).CopyTo(file);
        OleWriter.Write("__properties_version1.0").AsSpan(1024, 512).CopyTo(file.AsSpan((Directory + 1) * 512));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x30), Directory);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x44), 7);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8 * 512), 0xFFFFFFFE);
        return file;
    }

    private Attachment Check(string name, byte[] content, string level)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return new Inspector(TimeProvider.System).Inspect(path, new InspectionOptions { Policy = AttachmentPolicy.Default with { AllowedTypes = ["*/*"] }, ContentCheck = level });
    }
}
