using System.Collections.Immutable;
using System.Text;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>Finds out what a file is, from its head, its tail and a container's directory. Never inflates, never reads past the reader's budget.</summary>
internal sealed class ContentProbe
{
    private readonly BoundedReader _file;
    private readonly ImmutableArray<ContentKind> _promised;
    private readonly TextProbe _text;
    private readonly ImmutableArray<ContentEvidence>.Builder _evidence = ImmutableArray.CreateBuilder<ContentEvidence>();
    private bool _isComplete;

    private ContentProbe(BoundedReader file, ImmutableArray<ContentKind> promised)
    {
        (_file, _promised) = (file, promised);
        _text = TextProbe.Of(file.Head, file.Head.Length == file.Length);
    }

    private ZipDirectory? Zip { get; set; }

    private OleDirectory? Ole { get; set; }

    /// <summary>Looks at a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="promised">What its name promises: settles what could be read two ways.</param>
    public static ContentFindings Look(BoundedReader file, ImmutableArray<ContentKind> promised)
    {
        var probe = new ContentProbe(file, promised);
        var kind = probe.Identify();
        var notes = kind is null ? [] : ContentNotes.Of(file, kind, probe.Zip, probe.Ole, probe._evidence);
        return new ContentFindings(kind, probe._isComplete, probe._evidence.ToImmutable(), notes);
    }

    private ContentKind? Identify()
    {
        if (Anchored(_file.Head, 0) is { } kind)
        {
            return kind.Name switch
            {
                "zip" => InZip(kind),
                "ole" => InOle(kind),
                "isobmff" => InBoxes(kind),
                "id3" => BehindTag(),
                _ => kind,
            };
        }

        return Floating(onlyPromised: true) ?? ReadText() ?? Far() ?? Floating(onlyPromised: false);
    }

    /// <summary>Signatures at fixed places of the head.</summary>
    private ContentKind? Anchored(ReadOnlySpan<byte> head, long at)
    {
        foreach (var kind in SignatureTable.Kinds)
        {
            foreach (var signature in kind.Signatures)
            {
                if (signature.IsAnchored && Fits(signature, head) && !(signature.IsPrintable && !signature.IsPlain && _text.IsCertain))
                {
                    return Found(kind, signature.Text, at + signature.Parts[0].Offset);
                }
            }
        }

        return null;
    }

    private static bool Fits(Signature signature, ReadOnlySpan<byte> head)
    {
        foreach (var part in signature.Parts)
        {
            var fits = part.What switch
            {
                SignaturePartKind.Bytes => part.Offset <= head.Length && part.Fits(head[part.Offset..]),
                SignaturePartKind.BytesWithin => part.Find(head[..Math.Min(part.Offset, head.Length)]) >= 0,
                SignaturePartKind.Frames => AudioFrames.Fits(part.Text, head),
                _ => false,
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Signatures that may stand behind other bytes. In text they are words like any other, unless the name promises that kind.</summary>
    private ContentKind? Floating(bool onlyPromised)
    {
        foreach (var (kind, signature) in SignatureTable.Floating)
        {
            var part = signature.Parts[0];
            if ((!onlyPromised || _promised.Contains(kind)) && part.Find(_file.Head[..Math.Min(part.Offset, _file.Head.Length)]) is >= 0 and var at)
            {
                return Found(kind, signature.Text, at);
            }
        }

        return null;
    }

    /// <summary>Signatures beyond the head.</summary>
    private ContentKind? Far()
    {
        foreach (var (kind, signature) in SignatureTable.Far)
        {
            var part = signature.Parts[0];
            if (part.Offset < _file.Length && part.Fits(_file.Read(part.Offset, part.Pattern.Length)))
            {
                return Found(kind, signature.Text, part.Offset);
            }
        }

        return null;
    }

    private ContentKind? ReadText()
    {
        if (_text.Encoding is null || (!_text.IsCertain && !_promised.Any(kind => kind.IsText)))
        {
            return null;
        }

        var start = _text.Start(_file.Head);
        foreach (var kind in SignatureTable.Kinds.Where(kind => kind.IsText))
        {
            foreach (var signature in kind.Signatures)
            {
                if (signature.Parts.All(part => part.What == SignaturePartKind.TextStart
                    ? start.StartsWith(part.Text, StringComparison.OrdinalIgnoreCase)
                    : start.Contains(part.Text, StringComparison.OrdinalIgnoreCase)))
                {
                    return Found(kind, signature.Text, 0);
                }
            }
        }

        // Text without a mark of its own is whatever text the name says.
        return Found(_promised.FirstOrDefault(kind => kind.IsText && kind.Signatures.IsEmpty) ?? SignatureTable.Text, $"reads as {_text.Encoding.WebName}", 0);
    }

    private ContentKind InZip(ContentKind zip)
    {
        Zip = ZipDirectory.Read(_file);
        _isComplete = Zip.IsComplete;
        return Inside(zip, part => part.What switch
        {
            SignaturePartKind.MimeType => Zip.MimeType.StartsWith(part.Text, StringComparison.Ordinal),
            SignaturePartKind.Entry => Zip.Names.Any(name => part.Text[0] == '*' ? name.AsSpan().EndsWith(part.Text.AsSpan(1), StringComparison.Ordinal) : name.StartsWith(part.Text, StringComparison.Ordinal)),
            _ => false,
        });
    }

    private ContentKind InOle(ContentKind ole)
    {
        Ole = OleDirectory.Read(_file);
        _isComplete = Ole.IsComplete;
        return Inside(ole, part => part.What == SignaturePartKind.Stream && Ole.Root.Keys.Any(name => name.Equals(part.Text, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The major brand first: it says what the file is for; the compatible ones what can read it.</summary>
    private ContentKind InBoxes(ContentKind boxes)
    {
        var head = _file.Head;
        var length = head.Length < 16 ? 0 : (int)Math.Min(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(head), Math.Min((uint)head.Length, 256u));
        var brands = new List<string>();
        for (var at = 8; at + 4 <= length; at += 4)
        {
            if (at != 12)
            {
                brands.Add(Encoding.Latin1.GetString(head.Slice(at, 4)));
            }
        }

        var found = boxes;
        foreach (var brand in brands)
        {
            // mif1 and msf1 say "some HEIF"; another brand says which.
            found = Inside(boxes, part => part.What == SignaturePartKind.Brand && brand.StartsWith(part.Text, StringComparison.OrdinalIgnoreCase));
            if (found != boxes && found.Name != "heif")
            {
                return found;
            }
        }

        return brands.Count > 0 && found == boxes ? Inside(boxes, part => part.What == SignaturePartKind.Brand && brands.Any(brand => brand.StartsWith(part.Text, StringComparison.OrdinalIgnoreCase))) : found;
    }

    private ContentKind Inside(ContentKind container, Func<SignaturePart, bool> fits)
    {
        foreach (var kind in SignatureTable.Kinds.Where(kind => kind.In == container.Name))
        {
            foreach (var signature in kind.Signatures)
            {
                if (signature.Parts.All(fits))
                {
                    return Found(kind, signature.Text, 0);
                }
            }
        }

        return container;
    }

    /// <summary>What follows an ID3 tag; an MP3 is what tags are for.</summary>
    private ContentKind BehindTag()
    {
        var head = _file.Head;
        var size = head.Length < 10 ? 0 : (head[6] & 0x7F) << 21 | (head[7] & 0x7F) << 14 | (head[8] & 0x7F) << 7 | (head[9] & 0x7F);
        return Anchored(_file.Read(size + 10L, 4096), size + 10L) is { Name: not "id3" } behind ? behind : SignatureTable.Get("mp3");
    }

    private ContentKind Found(ContentKind kind, string signature, long at)
    {
        _evidence.Add(new ContentEvidence(kind.Name, kind.Family, at, signature, kind.Source));
        return kind;
    }
}
