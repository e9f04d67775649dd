using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>What no rule forbids and a person should know: protected by a password, cut off, empty inside, or more than one kind at a time.</summary>
internal static class ContentNotes
{
    private const int TailLength = 1024;
    private const int PdfTail = 8 * 1024;

    // Something appended to one of these goes unseen by its viewers.
    private static readonly string[] Carriers = ["image/", "audio/", "video/", "application/pdf", "application/vnd.microsoft.portable-executable", "application/x-executable"];

    /// <summary>The notes on a file.</summary>
    public static ImmutableArray<string> Of(BoundedReader file, ContentKind kind, ZipDirectory? zip, OleDirectory? ole, ImmutableArray<ContentEvidence>.Builder evidence)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        if (zip is not null)
        {
            OfZip(kind, zip, notes);
        }
        else if (ole is not null)
        {
            OfOle(kind, ole, notes);
        }
        else
        {
            var others = kind.Types.Any(type => Carriers.Any(carrier => type.StartsWith(carrier, StringComparison.Ordinal))) ? Others(file, kind, evidence, notes) : false;
            if (!others && kind.End is { } end && end.Find(file.ReadTail(end.Offset)) < 0)
            {
                notes.Add($"The {kind.Name} has no end: it may be cut off.");
            }

            if (kind.Name == "pdf" && IsEncryptedPdf(file))
            {
                notes.Add("The PDF is encrypted; the recipient may need a password.");
            }

            if (kind.In == "riff" && file.Head.Length >= 8 && file.Head[..4].SequenceEqual("RIFF"u8) && BinaryPrimitives.ReadUInt32LittleEndian(file.Head[4..]) > file.Length)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"The {kind.Name} is cut off: it says it has {BinaryPrimitives.ReadUInt32LittleEndian(file.Head[4..]) + 8L:N0} bytes."));
            }
        }

        return notes.ToImmutable();
    }

    private static void OfZip(ContentKind kind, ZipDirectory zip, ImmutableArray<string>.Builder notes)
    {
        if (!zip.HasEnd)
        {
            notes.Add($"The {kind.Name} has no directory at its end: it is cut off or damaged.");
        }

        if (zip.IsEncrypted)
        {
            notes.Add($"The {kind.Name} holds encrypted entries; the recipient needs a password.");
        }

        if (zip.HoldsMacros)
        {
            notes.Add($"The {kind.Name} holds macros.");
        }

        // What an Office document has no use for (their scripts and embedded objects have other names).
        if (zip.Program is { } program && kind.Groups.Any(group => group.StartsWith("ooxml-", StringComparison.Ordinal) || group.StartsWith("odf-", StringComparison.Ordinal)))
        {
            notes.Add($"The {kind.Name} holds a program: {program}.");
        }

        if (zip.HasEnd && zip.Names.Count == 0 && zip.IsComplete)
        {
            notes.Add("The archive is empty.");
        }

        // Bodies have numbers now and then, and may lie in any folder: the package's relationships say where.
        if (kind.Name switch { "docx" => "document", "xlsx" => "workbook", "pptx" => "presentation", _ => null } is { } body
            && zip.IsComplete && !zip.Names.Exists(name => Path.GetFileName(name).StartsWith(body, StringComparison.OrdinalIgnoreCase) && !zip.Empty.Contains(name)))
        {
            notes.Add($"The {kind.Name} has no body: its {body} is missing or empty.");
        }
    }

    private static void OfOle(ContentKind kind, OleDirectory ole, ImmutableArray<string>.Builder notes)
    {
        if (!ole.HasDirectory)
        {
            notes.Add("The document has no readable directory: it is cut off or damaged.");
        }

        // MS-DOC 2.5.1 fEncrypted; MS-XLS 2.4.117 FilePass right after the first record; MS-PPT 2.3.7; MS-OFFCRYPTO 2.3.4.
        var isEncrypted = kind.Name switch
        {
            "encrypted-ooxml" => true,
            "doc" => ole.ReadStart("WordDocument", 12) is { Length: 12 } fib && (fib[11] & 1) != 0,
            "xls" => HasFilePass(ole.ReadStart(ole.Root.ContainsKey("Workbook") ? "Workbook" : "Book", 64)),
            "ppt" => ole.Root.ContainsKey("EncryptedSummary"),
            _ => false,
        };
        if (isEncrypted)
        {
            notes.Add("The document is protected by a password.");
        }
    }

    private static bool HasFilePass(ReadOnlySpan<byte> stream)
    {
        for (var records = 0; records < 3 && stream.Length >= 4; records++)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(stream) == 0x002F)
            {
                return true;
            }

            stream = stream[Math.Min(stream.Length, 4 + BinaryPrimitives.ReadUInt16LittleEndian(stream[2..]))..];
        }

        return false;
    }

    private static bool IsEncryptedPdf(BoundedReader file) => file.Head.IndexOf("/Encrypt"u8) >= 0 || file.ReadTail(PdfTail).IndexOf("/Encrypt"u8) >= 0;

    /// <summary>Whether another kind lies in or behind the file.</summary>
    private static bool Others(BoundedReader file, ContentKind kind, ImmutableArray<ContentEvidence>.Builder evidence, ImmutableArray<string>.Builder notes)
    {
        var before = notes.Count;
        if (file.Length > file.Head.Length || file.Head.IndexOf("PK\u0005\u0006"u8) >= 0)
        {
            if (ZipEnd.Find(file, isZip: false) is { } end)
            {
                Add("zip", end.At, "'PK'0506 at the end", kind.Name is "exe" or "elf" ? "It is also a ZIP archive: a self-extracting one, or a program with files in it." : "It is also a ZIP archive.");
            }
        }

        foreach (var (name, mark) in new[] { ("rar", "Rar!\u001A\u0007"), ("7z", "7z\u00BC\u00AF\u0027\u001C") })
        {
            var bytes = System.Text.Encoding.Latin1.GetBytes(mark);
            if (Find(file, bytes) is >= 0 and var at)
            {
                Add(name, at, $"'{mark[..2]}'…", $"It holds the start of a {name} archive.");
            }
        }

        var head = file.Head;
        if (kind.Name != "pdf" && head[..Math.Min(head.Length, 1024)].IndexOf("%PDF-"u8) is > 0 and var pdf)
        {
            Add("pdf", pdf, "'%PDF-'", "Readers may take it for a PDF as well.");
        }

        if (kind.Types[0].StartsWith("image/", StringComparison.Ordinal))
        {
            var script = head.IndexOf("<script"u8) is >= 0 and var tag ? tag : head.IndexOf("<?php"u8) is >= 0 and var php ? php : kind.Name == "gif" && head.Length > 7 && head[6] is (byte)'/' or (byte)'=' ? 6 : -1;
            if (script >= 0)
            {
                Add("script", script, "script text", "It holds the text of a script.");
            }
        }

        return notes.Count > before;

        void Add(string name, long at, string signature, string note)
        {
            evidence.Add(new ContentEvidence(name, name, at, signature, "a second kind in the same file"));
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{note} (offset {at:N0})"));
        }
    }

    private static long Find(BoundedReader file, ReadOnlySpan<byte> mark)
    {
        if (file.Head.IndexOf(mark) is >= 0 and var at)
        {
            return at;
        }

        var tail = file.Length > file.Head.Length ? file.ReadTail(TailLength) : [];
        return tail.IndexOf(mark) is >= 0 and var found ? file.Length - tail.Length + found : -1;
    }
}
