using System.IO.Compression;
using System.Text;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Files that are hard to judge: programs in their odder forms, and documents as some tools write them.</summary>
internal static class OddFiles
{
    private static readonly byte[] Noise = Bytes(600, 7);

    /// <summary>What runs, installs or is mounted when it is opened.</summary>
    public static IReadOnlyDictionary<string, byte[]> Programs { get; } = new Dictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["PE"] = Corpus.Program(),
        ["PE, far"] = Pe(0x800),
        ["PE, header in the last bytes"] = Pe(0x1000)[..0x1004],
        ["PE, a PDF mark in its stub"] = With(Pe(0x800), 0x50, "%PDF-1.4\n"u8),
        ["NE"] = With(Mz(0x80, 400), 0x80, "NE"u8),
        ["LE"] = With(Mz(0x80, 400), 0x80, "LE\0\0"u8),
        ["DOS"] = [.. "MZ"u8, 0x50, 0, 2, 0, 0, 0, 4, 0, 15, 0, 0xFF, 0xFF, 0, 0, 0xB8, .. Noise],
        ["DOS, the other way round"] = [.. "ZM"u8, 0x50, 0, 2, 0, 0, 0, 4, 0, .. Noise],
        ["COM"] = [0xEB, 0x10, .. "\r\nHello\r\n$"u8, 0, 0, 0, 0, 0, 0xB4, 9, 0xBA, 2, 1, 0xCD, 0x21, 0xCD, 0x20],
        ["self-extracting"] = [.. Corpus.Program(), .. Corpus.Files["zip"]],
        ["ELF"] = Corpus.Files["elf"],
        ["Mach-O"] = Corpus.Files["dylib"],
        ["Mach-O, fat"] = [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2, 1, 0, 0, 7, .. Noise],
        ["Java class"] = Corpus.Files["class"],
        ["Java archive"] = Corpus.Files["jar"],
        ["Android program"] = Corpus.Files["apk"],
        ["Dalvik"] = [.. "dex\n035\0"u8, .. Noise],
        ["WebAssembly"] = Corpus.Files["wasm"],
        ["Flash"] = Corpus.Files["swf"],
        ["installer"] = Ole(new Guid("000C1084-0000-0000-C000-000000000046"), "SummaryInformation"),
        ["installer beside a document"] = Ole(new Guid("000C1084-0000-0000-C000-000000000046"), "WordDocument", "Workbook", "EncryptedPackage"),
        ["patch"] = Ole(new Guid("000C1086-0000-0000-C000-000000000046"), "Workbook"),
        ["transform"] = Ole(new Guid("000C1082-0000-0000-C000-000000000046"), "__properties_version1.0"),
        ["installer without a class"] = OleWriter.Write("\u4840\u3f3f\u4577\u446c\u3b6a\u45e4\u4824", "\u4840\u3f3f\u4577\u446c\u3e6a\u44b2\u482f"),
        ["app package"] = Corpus.Zip(("AppxManifest.xml", "<x/>"), ("[Content_Types].xml", "<Types/>"), ("app.exe", "x")),
        ["extension package"] = Corpus.Zip(("[Content_Types].xml", "<Types/>"), ("extension.vsixmanifest", "<x/>"), ("a.dll", "x")),
        ["Debian package"] = Corpus.Bytes("!<arch>\ndebian-binary   1342943816  0     0     100644  4         `\n2.0\n"),
        ["shortcut"] = [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46, .. Noise],
        ["Internet shortcut"] = Corpus.Bytes("[InternetShortcut]\r\nURL=file://host/share/setup.exe\r\n"),
        ["help file"] = [.. "ITSF"u8, 3, 0, 0, 0, .. Noise],
        ["shell script"] = Corpus.Bytes("#!/bin/sh\nrm -rf ~\n"),
        ["shell script with an archive"] = [.. "#!/bin/sh\nexec tail\n"u8, 0, .. Noise],
        ["batch"] = Corpus.Bytes("@echo off\r\nformat c:\r\n"),
        ["PowerShell"] = Corpus.Bytes("param($a, $b)\nInvoke-Expression (Get-Content $a, $b)\n"),
        ["PowerShell in UTF-16"] = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("Invoke-Expression $a\r\n")],
        ["VBScript"] = Corpus.Bytes("Set shell = CreateObject(\"WScript.Shell\")\r\nshell.Run \"calc\", 0, True\r\n"),
        ["VBScript, encoded"] = Corpus.Bytes("#@~^DgAAAA==\\ko$K6,JCV^GJqAQAAA==^#~@"),
        ["JavaScript"] = Corpus.Bytes("var a = new ActiveXObject('WScript.Shell');\na.Run('calc', 0, 1);\n"),
        ["HTML application"] = Corpus.Bytes("<html><head><hta:application id=\"a\"/></head></html>"),
        ["script file"] = Corpus.Bytes("<job id=\"a\"><script language=\"VBScript\">x</script></job>"),
        ["ISO 9660"] = With(new byte[40_000], 32_769, "CD001"u8),
        ["UDF"] = With(new byte[40_000], 32_769, "BEA01"u8),
        ["VHD"] = [.. Bytes(4096, 1), .. "conectix"u8, .. new byte[504]],
        ["VHDX"] = [.. "vhdxfile"u8, .. new byte[600]],
        ["boot sector"] = With(With([0xEB, 0x3C, 0x90, .. new byte[600]], 3, "MSDOS5.0"u8), 510, [0x55, 0xAA]),
        ["archive with a program"] = Corpus.Zip(("setup.exe", "MZ")),
        ["archive with a program, and a byte behind it"] = [.. Corpus.Zip(("setup.exe", "MZ")), 0],
        ["archive with a program, cut off"] = Corpus.Zip(("setup.exe", "MZ"))[..^30],
        ["package with a program"] = Corpus.Zip(("[Content_Types].xml", "<Types/>"), ("setup.exe", "MZ")),
    };

    /// <summary>An OLE file whose root has that class.</summary>
    public static byte[] Ole(Guid root, params string[] streams)
    {
        var file = OleWriter.Write(streams);
        root.TryWriteBytes(file.AsSpan(1024 + 0x50));
        return file;
    }

    /// <summary>The same bytes with others at an offset.</summary>
    public static byte[] With(byte[] file, int at, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = [.. file];
        bytes.CopyTo(copy.AsSpan(at));
        return copy;
    }

    /// <summary>A Windows program whose header lies there.</summary>
    public static byte[] Pe(int header) => With(Mz(header, 600), header, "PE\0\0"u8);

    /// <summary>So many bytes of no kind, the same each time.</summary>
    public static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A ZIP file whose entries are stored in that order under those very names.</summary>
    public static byte[] Entries(params string[] names)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write("<x/>"u8);
            }
        }

        return file.ToArray();
    }

    private static byte[] Mz(int header, int behind) =>
        With(With(new byte[header + behind], 0, [.. "MZ"u8, 0x90, 0, 3, 0, 0, 0, 4]), 0x3C, BitConverter.GetBytes(header));
}
