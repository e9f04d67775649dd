using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Small files of every kind that is told apart: written by the framework where it can write them, by the standards' bytes elsewhere.</summary>
internal static class Corpus
{
    /// <summary>A file by its extension.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files { get; } = Build();

    /// <summary>A ZIP archive with these entries.</summary>
    public static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return file.ToArray();
    }

    /// <summary>An Office package whose body lies in that folder.</summary>
    public static byte[] Office(string body, params string[] more) =>
        Zip([("[Content_Types].xml", "<Types/>"), ("_rels/.rels", "<Relationships/>"), (body, "<x/>"), .. more.Select(name => (name, "x"))]);

    public static byte[] Document(string type) => Zip(("mimetype", "application/vnd.oasis.opendocument." + type), ("content.xml", "<x/>"), ("META-INF/manifest.xml", "<x/>"));

    /// <summary>ASCII text and bytes in turn.</summary>
    public static byte[] Bytes(params object[] parts) => [.. parts.SelectMany(part => part is string text ? Encoding.Latin1.GetBytes(text) : part is byte[] bytes ? bytes : [Convert.ToByte(part, null)])];

    /// <summary>So many zero bytes.</summary>
    public static byte[] Zeros(int count) => new byte[count];

    public static byte[] Pdf(string trailer = "") => Bytes("%PDF-1.7\n%", 0xE2, 0xE3, 0xCF, 0xD3, $"\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R{trailer}>>\nstartxref\n9\n%%EOF\n");

    public static byte[] Png()
    {
        using var data = new MemoryStream();
        using (var packed = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            packed.Write([0, 255, 0, 0]);
        }

        return [0x89, .. "PNG\r\n\u001A\n"u8, .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Gif() => Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static byte[] Jpeg() => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0"u8, 0xFF, 0xDB, 0, 67, 0, .. Zeros(64), 0xFF, 0xD9];

    /// <summary>MPEG audio frames: layer III, 128 kbit/s, 44.1 kHz.</summary>
    public static byte[] Mp3() => [.. Enumerable.Range(0, 4).SelectMany(_ => (byte[])[0xFF, 0xFB, 0x90, 0x00, .. Zeros(413)])];

    /// <summary>ADTS frames of 100 bytes.</summary>
    public static byte[] Aac() => [.. Enumerable.Range(0, 4).SelectMany(_ => (byte[])[0xFF, 0xF1, 0x50, 0x80, 0x0C, 0x9F, 0xFC, .. Zeros(93)])];

    public static byte[] Id3(byte[] behind) => [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 20, .. Zeros(20), .. behind];

    public static byte[] Boxes(string major, params string[] compatible) =>
        [0, 0, 0, (byte)(16 + (compatible.Length * 4)), .. Bytes("ftyp", major, Zeros(4), string.Concat(compatible)), 0, 0, 0, 8, .. "mdat"u8];

    public static byte[] Riff(string form) => [.. "RIFF"u8, 40, 0, 0, 0, .. Bytes(form, "fmt "), .. Zeros(32)];

    public static byte[] Ogg(byte[] packet) => [.. "OggS"u8, 0, 2, .. Zeros(20), 1, (byte)packet.Length, .. packet, .. Zeros(32)];

    public static byte[] Program() => [.. "MZ"u8, 0x90, 0, 3, 0, 0, 0, 4, 0, .. Zeros(50), 0x80, 0, 0, 0, .. Zeros(64), .. "PE\0\0"u8, 0x64, 0x86, .. Zeros(200)];

    private static Dictionary<string, byte[]> Build()
    {
        var body = string.Concat(Enumerable.Repeat("A line of words that says little.\n", 20));
        return new(StringComparer.Ordinal)
        {
            ["png"] = Png(), ["jpg"] = Jpeg(), ["gif"] = Gif(), ["webp"] = Riff("WEBP"),
            ["bmp"] = [.. "BM"u8, 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0, .. Zeros(28)],
            ["tiff"] = [.. "II"u8, 42, 0, 8, 0, 0, 0, .. Zeros(20)],
            ["heic"] = Boxes("heic", "mif1", "heic"), ["avif"] = Boxes("avif", "mif1", "miaf"),
            ["ico"] = [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 104, 4, 0, 0, 22, 0, 0, 0, .. Zeros(64)],
            ["psd"] = Bytes("8BPS", Zeros(1), 1, Zeros(6), Zeros(1), 3, Zeros(64)),
            ["pdf"] = Pdf(), ["rtf"] = Bytes(@"{\rtf1\ansi Some words in a document.}"), ["ps"] = Bytes("%!PS-Adobe-3.0\n%%EndComments\nshowpage\n"),
            ["zip"] = Zip(("readme.txt", body), ("data/table.csv", "a,b")),
            ["docx"] = Office("word/document.xml"), ["xlsx"] = Office("xl/workbook.xml"), ["pptx"] = Office("ppt/presentation.xml"),
            ["docm"] = Office("word/document.xml", "word/vbaProject.bin"), ["xltx"] = Office("xl/workbook.xml"),
            ["odt"] = Document("text"), ["ods"] = Document("spreadsheet"), ["odp"] = Document("presentation"),
            ["epub"] = Zip(("mimetype", "application/epub+zip"), ("META-INF/container.xml", "<x/>")),
            ["pages"] = Zip(("Index/Document.iwa", "x"), ("Metadata/Properties.plist", "x")),
            ["numbers"] = Zip(("Index/Document.iwa", "x"), ("Index/Tables/DataList.iwa", "x")),
            ["key"] = Zip(("Index/Document.iwa", "x"), ("Index/Slide.iwa", "x")),
            ["jar"] = Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0"), ("a/B.class", "x")),
            ["apk"] = Zip(("AndroidManifest.xml", "x"), ("classes.dex", "x"), ("META-INF/MANIFEST.MF", "x")),
            ["doc"] = OleWriter.Write("WordDocument", "1Table"), ["xls"] = OleWriter.Write("Workbook"), ["ppt"] = OleWriter.Write("Current User", "PowerPoint Document"),
            ["msg"] = OleWriter.Write("__nameid_version1.0", "__properties_version1.0"), ["vsd"] = OleWriter.Write("VisioDocument"),
            ["gz"] = GZip(Encoding.UTF8.GetBytes(body)),
            ["bz2"] = [.. "BZh9"u8, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, .. Zeros(30)],
            ["xz"] = [0xFD, .. "7zXZ\0"u8, 0, 4, .. Zeros(30)], ["7z"] = [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, .. Zeros(40)],
            ["rar"] = [.. "Rar!"u8, 0x1A, 7, 1, 0, .. Zeros(40)], ["tar"] = Tar(body),
            ["mp3"] = Mp3(), ["aac"] = Aac(), ["wav"] = Riff("WAVE"), ["flac"] = [.. "fLaC"u8, 0, 0, 0, 34, .. Zeros(40)], ["amr"] = [.. "#!AMR\n"u8, 0x3C, .. Zeros(31)],
            ["ogg"] = Ogg([1, .. "vorbis"u8, .. Zeros(23)]), ["oga"] = Ogg([0x7F, .. "FLAC"u8, .. Zeros(20)]), ["opus"] = Ogg(Bytes("OpusHead", 1, 2, Zeros(9))),
            ["m4a"] = Boxes("M4A ", "isom", "mp42"), ["mp4"] = Boxes("isom", "iso2", "avc1", "mp41"), ["mov"] = Boxes("qt  ", "qt  "),
            ["3gp"] = Boxes("3gp4", "isom"), ["3g2"] = Boxes("3g2a", "isom"),
            ["avi"] = Riff("AVI "),
            ["mkv"] = [0x1A, 0x45, 0xDF, 0xA3, 0x93, 0x42, 0x82, 0x88, .. "matroska"u8, .. Zeros(40)], ["webm"] = [0x1A, 0x45, 0xDF, 0xA3, 0x8F, 0x42, 0x82, 0x84, .. "webm"u8, .. Zeros(40)],
            ["mpeg"] = [0, 0, 1, 0xBA, 0x44, .. Zeros(60)],
            ["exe"] = Program(), ["elf"] = [0x7F, .. "ELF"u8, 2, 1, 1, .. Zeros(60)], ["dylib"] = [0xCF, 0xFA, 0xED, 0xFE, 7, 0, 0, 1, .. Zeros(60)],
            ["class"] = [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 61, .. Zeros(60)], ["wasm"] = [0, .. "asm"u8, 1, 0, 0, 0, .. Zeros(20)],
            ["swf"] = [.. "FWS"u8, 10, 64, 0, 0, 0, .. Zeros(60)],
            ["html"] = Bytes("<!DOCTYPE html>\n<html><body>Words</body></html>"), ["svg"] = Bytes("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ["xml"] = Bytes("<?xml version=\"1.0\"?><a>words</a>"), ["json"] = Bytes("{\"a\": [1, 2, 3]}"), ["csv"] = Bytes("a;b;c\n1;2;3\n"), ["txt"] = Bytes(body),
            ["ics"] = Bytes("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"), ["vcf"] = Bytes("BEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD\r\n"),
            ["eml"] = Bytes("From: a@example.com\r\nSubject: x\r\n\r\nWords.\r\n"), ["yaml"] = Bytes("a: 1\nb:\n  - 2\n"), ["log"] = Bytes("2026-01-01 12:00:00 started\n"),
            ["ps1"] = Bytes("Get-ChildItem | Out-Null\n"), ["bat"] = Bytes("@echo off\r\ndir\r\n"), ["sh"] = Bytes("#!/bin/sh\necho words\n"), ["js"] = Bytes("const a = 1;\n"),
        };
    }

    private static byte[] GZip(byte[] content)
    {
        using var file = new MemoryStream();
        using (var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            packed.Write(content);
        }

        return file.ToArray();
    }

    private static byte[] Tar(string content)
    {
        using var file = new MemoryStream();
        using (var writer = new TarWriter(file, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "a.txt") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        }

        return file.ToArray();
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(body));
        return [.. length, .. body, .. sum];
    }

    private static uint Crc(byte[] bytes)
    {
        var sum = 0xFFFFFFFF;
        foreach (var b in bytes)
        {
            sum ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
            }
        }

        return ~sum;
    }
}
