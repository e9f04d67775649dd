using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>
/// Finds out what a file is, from its head, its tail and a container's directory. Never inflates, never reads past the reader's budget. Of several
/// kinds that fit, the one is meant that asks for most; the order of the table means nothing.
/// </summary>
internal sealed class ContentProbe
{
    private const int ShortStart = 256;
    private const int LongStart = 2048;

    private readonly BoundedReader _file;
    private readonly SignatureTable _table;
    private readonly ImmutableArray<ContentKind> _promised;
    private readonly TextProbe _text;
    private readonly ImmutableArray<ContentEvidence>.Builder _evidence = ImmutableArray.CreateBuilder<ContentEvidence>();
    private ZipDirectory? _zip;
    private OleDirectory? _ole;

    private ContentProbe(BoundedReader file, ImmutableArray<ContentKind> promised, SignatureTable table)
    {
        (_file, _promised, _table) = (file, promised, table);
        _text = TextProbe.Of(file.Head, file.Head.Length == file.Length);
    }

    /// <summary>Looks at a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="promised">What its name promises: settles what could be read two ways.</param>
    /// <param name="table">The kinds that are known; by default this module's.</param>
    public static ContentFindings Look(BoundedReader file, ImmutableArray<ContentKind> promised, SignatureTable? table = null)
    {
        var probe = new ContentProbe(file, promised, table ?? SignatureTable.Default);
        var kind = probe.Identify();
        var notes = kind is null ? [] : ContentNotes.Of(file, kind, probe._zip, probe._ole, probe._evidence);
        return new ContentFindings(kind, probe._evidence.ToImmutable(), notes)
        {
            IsOpen = probe._zip is null or { IsComplete: false, Program: null }, HoldsMacros = probe._zip?.HoldsMacros == true,
        };
    }

    private ContentKind? Identify()
    {
        if (Anchored(_file.Head, 0, _ => true) is { } kind)
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

        return MarkedText() ?? Floating(onlyPromised: true) ?? PlainText() ?? Far() ?? Floating(onlyPromised: false);
    }

    /// <summary>What lies at fixed places of the head, of those kinds that are wanted.</summary>
    private ContentKind? Anchored(ReadOnlySpan<byte> head, long at, Func<ContentKind, bool> wanted)
    {
        var best = new Best<(bool, int, bool)>();
        foreach (var kind in head.IsEmpty ? [] : _table.Beginning(head[0]))
        {
            foreach (var signature in kind.Signatures)
            {
                if (signature.IsAnchored && Fits(kind, signature, head) && wanted(kind))
                {
                    // The beginning of the file, then what asks for more; the rest is for the name to say.
                    best.Offer(kind, signature, (signature.IsAtStart, signature.Strength, _promised.Contains(kind)));
                }
            }
        }

        return best.Kind is { } found ? Found(found, best.Signature.Text, at + best.Signature.Parts[0].Offset) : null;
    }

    /// <summary>In text, letters are words like any other, unless the name promises the kind they are the mark of.</summary>
    private bool IsWord(ContentKind kind) => _text.IsCertain && !_promised.Contains(kind);

    private bool Fits(ContentKind kind, Signature signature, ReadOnlySpan<byte> head)
    {
        if (signature.IsLetters && !signature.IsPlain && IsWord(kind))
        {
            return false;
        }

        foreach (var part in signature.Parts)
        {
            var fits = part.What switch
            {
                SignaturePartKind.Bytes => part.Offset <= head.Length && part.Fits(head[part.Offset..]),
                SignaturePartKind.BytesWithin => part.Find(head[..Math.Min(part.Offset, head.Length)]) >= 0,
                SignaturePartKind.Frames => AudioFrames.Fits(part.Text, head),
                SignaturePartKind.Program => ProgramHeader.Of(_file, IsWord(kind)) == part.Text,
                SignaturePartKind.TarSum => TarHeader.Fits(head),
                _ => false,
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Signatures that may stand behind other bytes; behind text at the beginning of a line.</summary>
    private ContentKind? Floating(bool onlyPromised)
    {
        foreach (var (kind, signature) in _table.Floating.Where(pair => onlyPromised ? _promised.Contains(pair.Kind) : !_promised.Any(kind => kind.IsText)))
        {
            var part = signature.Parts[0];
            if (part.Find(_file.Head[..Math.Min(part.Offset, _file.Head.Length)]) is >= 0 and var at && (!_text.IsCertain || BeginsLine(at)))
            {
                return Found(kind, signature.Text, at);
            }
        }

        return null;
    }

    private bool BeginsLine(int at)
    {
        var before = _file.Head[..at];
        return !before[(before.LastIndexOfAny((byte)'\n', (byte)'\r') + 1)..].ContainsAnyInRange((byte)'!', (byte)'~');
    }

    /// <summary>Signatures beyond the head, and at the end.</summary>
    private ContentKind? Far()
    {
        foreach (var (kind, signature) in _table.Far)
        {
            var part = signature.Parts[0];
            var at = part.Offset < 0 ? _file.Length + part.Offset : part.Offset;
            if (at < _file.Length && part.Fits(_file.Read(at, part.Pattern.Length)))
            {
                return Found(kind, signature.Text, at);
            }
        }

        return null;
    }

    /// <summary>Text with a mark of its own at its beginning, whatever comes behind it: a web page stays one.</summary>
    private ContentKind? MarkedText()
    {
        // Most texts begin with no mark, which a few letters show.
        var (start, more) = (_text.Start(_file.Head, ShortStart), (string?)null);
        return start.Length == 0 ? null : Pick(_table.Inside(ContentKind.TextName), part => part.What switch
        {
            SignaturePartKind.TextStart => start.StartsWith(part.Text, StringComparison.OrdinalIgnoreCase),
            SignaturePartKind.TextWithin => (more ??= _text.Start(_file.Head, LongStart)).Contains(part.Text, StringComparison.OrdinalIgnoreCase),
            _ => false,
        });
    }

    /// <summary>Text without a mark of its own: whatever text the name says, else in columns or not.</summary>
    private ContentKind? PlainText()
    {
        var promised = _promised.FirstOrDefault(kind => kind.Name == ContentKind.TextName);
        if (_text.Encoding is null || (!_text.IsCertain && promised is null))
        {
            return null;
        }

        var start = promised is null ? _text.Start(_file.Head, LongStart) : "";
        return (promised is null ? Pick(_table.Inside(ContentKind.TextName), part => part.What == SignaturePartKind.Columns && SeparatedText.Fits(start)) : null)
            ?? Found(_table.Text, $"reads as {_text.Encoding.WebName}", 0);
    }

    private ContentKind InZip(ContentKind zip)
    {
        _zip = ZipDirectory.Read(_file);
        // A package that nobody knows and that holds programs is an archive like any other.
        return Pick(_table.Inside(zip.Name).Where(kind => kind.Name != "opc" || _zip.Program is null), _zip.Fits) ?? zip;
    }

    private ContentKind InOle(ContentKind ole)
    {
        _ole = OleDirectory.Read(_file);
        return Pick(_table.Inside(ole.Name), _ole.Fits) ?? ole;
    }

    /// <summary>The major brand first: it says what the file is for; the compatible ones what can read it.</summary>
    private ContentKind InBoxes(ContentKind boxes)
    {
        var brands = Brands.Of(_file.Head);
        // mif1 and msf1 say "some HEIF"; another brand says which.
        foreach (var brand in brands.Where(brand => brand is not ("mif1" or "msf1")).Concat(brands))
        {
            if (Pick(_table.Inside(boxes.Name), part => part.What == SignaturePartKind.Brand && brand.StartsWith(part.Text, StringComparison.OrdinalIgnoreCase)) is { } kind)
            {
                return kind;
            }
        }

        return boxes;
    }

    /// <summary>The best of the kinds whose parts all fit: what the root declares, then what the name says, then what asks for most.</summary>
    private ContentKind? Pick(IEnumerable<ContentKind> kinds, Func<SignaturePart, bool> fits)
    {
        var best = new Best<(bool, bool, int)>();
        foreach (var kind in kinds)
        {
            foreach (var signature in kind.Signatures)
            {
                if (signature.Parts.All(fits))
                {
                    best.Offer(kind, signature, (signature.IsDeclared, _promised.Contains(kind), signature.Strength));
                }
            }
        }

        return best.Kind is { } found ? Found(found, best.Signature.Text, 0) : null;
    }

    /// <summary>What audio follows an ID3 tag; an MP3 is what tags are for. Anything else there is its cover, and the tag's length is wrong.</summary>
    private ContentKind BehindTag()
    {
        var head = _file.Head;
        var size = head.Length < 10 ? 0 : (head[6] & 0x7F) << 21 | (head[7] & 0x7F) << 14 | (head[8] & 0x7F) << 7 | (head[9] & 0x7F);
        return Anchored(_file.Read(size + 10L, BoundedReader.HeadLength), size + 10L, kind => kind.IsOf("audio/")) ?? _table.Get("mp3");
    }

    /// <summary>The best of what was offered, whatever the order.</summary>
    private struct Best<TRank>
        where TRank : struct, IComparable<TRank>
    {
        private TRank _rank;

        public ContentKind? Kind { get; private set; }

        public Signature Signature { get; private set; }

        public void Offer(ContentKind kind, Signature signature, TRank rank)
        {
            var order = Kind is null ? 1 : rank.CompareTo(_rank);
            if (order > 0 || (order == 0 && string.CompareOrdinal(kind.Name, Kind!.Name) < 0))
            {
                (Kind, Signature, _rank) = (kind, signature, rank);
            }
        }
    }

    private ContentKind Found(ContentKind kind, string signature, long at)
    {
        _evidence.Add(new ContentEvidence(kind.Name, kind.Family, at, signature, kind.Source));
        return kind;
    }
}
