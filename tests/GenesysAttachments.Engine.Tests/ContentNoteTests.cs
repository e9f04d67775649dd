using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What is noted and not refused: locked, cut off, empty inside, more than one kind at a time.</summary>
public sealed class ContentNoteTests : IDisposable
{
    private static readonly InspectionOptions Anything = new() { Policy = AttachmentPolicy.Default with { AllowedTypes = ["*/*"], MaxBytes = long.MaxValue } };

    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, byte[], string> Noted => new()
    {
        { "locked.pdf", Corpus.Pdf("/Encrypt 5 0 R"), "encrypted" },
        { "locked.docx", OleWriter.Write("EncryptionInfo", "EncryptedPackage"), "password" },
        { "locked.xlsx", OleWriter.Write("EncryptionInfo", "EncryptedPackage"), "password" },
        { "locked.doc", OleWriter.Write([("WordDocument", [0xEC, 0xA5, 0xC1, 0, 0, 0, 0, 0, 0, 0, 0, 1])]), "password" },
        { "locked.xls", OleWriter.Write([("Workbook", [9, 8, 16, 0, .. Corpus.Zeros(16), 0x2F, 0, 4, 0, 1, 0, 0, 0])]), "password" },
        { "locked.ppt", OleWriter.Write("PowerPoint Document", "EncryptedSummary"), "password" },
        { "locked.zip", Encrypted(Corpus.Zip(("a.txt", "x"))), "encrypted" },
        { "program.docx", Corpus.Office("word/document.xml", "setup.exe"), "holds a program: setup.exe" },
        { "macro.docm", Corpus.Files["docm"], "macros" },
        { "macro.docx", Corpus.Files["docm"], "macros" },
        { "cut.pdf", Corpus.Pdf()[..40], "cut off" },
        { "cut.png", Corpus.Png()[..40], "cut off" },
        { "cut.jpg", Corpus.Jpeg()[..60], "cut off" },
        { "cut.wav", Corpus.Riff("WAVE")[..30], "cut off" },
        { "cut.docx", Corpus.Files["docx"][..^30], "cut off" },
        { "cut.zip", Corpus.Files["zip"][..^10], "cut off" },
        { "cut.doc", Corpus.Files["doc"][..600], "cut off" },
        { "bodyless.docx", Corpus.Office("word/styles.xml"), "no body" },
        { "empty.zip", Corpus.Zip(), "empty" },
        { "two.pdf", [.. Corpus.Pdf(), .. Corpus.Files["zip"]], "also a ZIP" },
        { "two.png", [.. Corpus.Png(), .. Corpus.Files["zip"]], "also a ZIP" },
        { "two.jpg", [.. Corpus.Jpeg(), .. Corpus.Files["rar"]], "rar archive" },
        { "two.gif", [.. "GIF89a/*"u8, .. Corpus.Zeros(20), .. "*/=1;alert(1)"u8, 0x3B], "script" },
        { "two.mp3", [.. Corpus.Mp3(), .. Corpus.Zeros(4096), .. Corpus.Files["zip"]], "also a ZIP" },
        { "pic.jpg", [.. Corpus.Jpeg()[..^2], .. "<?php system(1); ?>"u8, 0xFF, 0xD9], "script" },
        { "both.jpg", [.. Corpus.Jpeg()[..^2], .. Corpus.Pdf(), 0xFF, 0xD9], "PDF as well" },
        { "setup.exe", [.. Corpus.Program(), .. Corpus.Files["zip"]], "self-extracting" },
    };

    [Theory]
    [MemberData(nameof(Noted))]
    public void It_is_noted_and_not_refused(string name, byte[] content, string note)
    {
        var file = Check(name, content);

        Assert.Contains(note, string.Join("\n", file.Warnings), StringComparison.Ordinal);
        Assert.Empty(file.Problems);
        Assert.Contains(file.Verdict, (string[])[ContentVerdicts.Match, ContentVerdicts.Compatible]);
    }

    [Theory]
    [InlineData("setup.zip")]
    [InlineData("setup.pdf")]
    public void A_self_extracting_program_is_a_program_under_any_other_name(string name)
    {
        var file = Check(name, [.. Corpus.Program(), .. Corpus.Files["zip"]]);

        Assert.Equal(4003, Assert.Single(file.Problems).Code);
        Assert.Equal(["exe", "zip"], file.Evidence.Select(evidence => evidence.Kind));
    }

    [Fact]
    public void A_document_with_another_inside_is_still_itself()
    {
        var content = OleWriter.Write([("WordDocument", [])], "Workbook");

        Assert.Equal(ContentVerdicts.Match, Check("a.doc", content).Verdict);
        Assert.Equal(ContentVerdicts.Mismatch, Check("a.xls", content).Verdict);
    }

    [Theory]
    [InlineData("docx")]
    [InlineData("pdf")]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("gif")]
    [InlineData("doc")]
    [InlineData("mp4")]
    [InlineData("exe")]
    public void A_whole_file_of_one_kind_has_no_notes(string extension) => Assert.Empty(Check("a." + extension, Corpus.Files[extension]).Warnings);

    [Theory]
    [InlineData("mp3")]
    [InlineData("aac")]
    [InlineData("flac")]
    public void What_follows_an_id3_tag_decides(string extension) => Assert.Equal(ContentVerdicts.Match, Check("a." + extension, Corpus.Id3(Corpus.Files[extension])).Verdict);

    [Fact]
    public void A_zip_behind_other_bytes_is_found_where_it_really_starts()
    {
        // Readers count from the end record back: the offsets inside are those of the archive alone.
        var file = Check("a.pdf", [.. Corpus.Pdf(), .. Corpus.Office("word/document.xml")]);

        Assert.Equal(["pdf", "zip"], file.Evidence.Select(evidence => evidence.Kind));
    }

    private static byte[] Encrypted(byte[] zip)
    {
        // The flag of an encrypted entry, in its local header and in the directory.
        zip[6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        return zip;
    }

    private Attachment Check(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return new Inspector(TimeProvider.System).Inspect(path, Anything);
    }
}
