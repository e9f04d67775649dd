namespace GenesysAttachments.Sandbox.Org;

/// <summary>The bytes of an upload, in blocks.</summary>
internal sealed class KeptFile
{
    /// <summary>Bytes of a block: below what .NET moves no more.</summary>
    public const int BlockBytes = 64 * 1024;

    private readonly List<byte[]> _blocks = [];

    public long Length { get; private set; }

    /// <summary>Bytes of memory that it takes.</summary>
    public long Held { get; private set; }

    /// <summary>Its first bytes, as many as tell what it is.</summary>
    public ReadOnlySpan<byte> Head => _blocks.Count > 0 ? _blocks[0].AsSpan(0, (int)Math.Min(_blocks[0].Length, Length)) : [];

    /// <summary>Where the next bytes go in the last block; empty where it is full, or none is there.</summary>
    public Memory<byte> Room => Held == Length ? default : _blocks[^1].AsMemory((int)(Length - (Held - _blocks[^1].Length)));

    public void AddBlock()
    {
        _blocks.Add(GC.AllocateUninitializedArray<byte>(BlockBytes));
        Held += BlockBytes;
    }

    /// <summary>So many bytes were put where there was room.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Cuts the last block to what it holds.</summary>
    public void Trim()
    {
        if (Room.Length is var rest and > 0)
        {
            _blocks[^1] = _blocks[^1][..^rest];
            Held -= rest;
        }
    }

    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        foreach (var block in _blocks)
        {
            await target.WriteAsync(block, cancellationToken);
        }
    }
}
