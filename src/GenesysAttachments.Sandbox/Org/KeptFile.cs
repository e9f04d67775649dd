namespace GenesysAttachments.Sandbox.Org;

/// <summary>The bytes of an upload, in blocks.</summary>
internal sealed class KeptFile
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 64 * 1024;

    private readonly List<byte[]> _blocks = [];

    public long Length { get; private set; }

    /// <summary>Bytes of memory that it takes.</summary>
    public long Held { get; private set; }

    /// <summary>Whether somebody has it to read: its blocks are not used again then.</summary>
    public bool IsLent { get; set; }

    public IReadOnlyList<byte[]> Blocks => _blocks;

    /// <summary>Its first bytes, as many as tell what it is.</summary>
    public ReadOnlySpan<byte> Head => _blocks.Count > 0 ? _blocks[0].AsSpan(0, (int)Math.Min(_blocks[0].Length, Length)) : [];

    /// <summary>Where the next bytes go in the last block; empty where it is full, or none is there.</summary>
    public Memory<byte> Room => Held == Length ? default : _blocks[^1].AsMemory((int)(Length - (Held - _blocks[^1].Length)));

    public void Add(byte[] block)
    {
        _blocks.Add(block);
        Held += block.Length;
    }

    /// <summary>So many bytes were put where there was room.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Takes less memory for what the last block holds, where that is little; gives the block that is no longer needed.</summary>
    public byte[]? Trim()
    {
        var rest = Room.Length;
        if (rest <= BlockBytes / 2)
        {
            return null;
        }

        var block = _blocks[^1];
        _blocks[^1] = block[..^rest];
        Held -= rest;
        return block;
    }

    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        var left = Length;
        foreach (var block in _blocks)
        {
            var count = (int)Math.Min(left, block.Length);
            await target.WriteAsync(block.AsMemory(0, count), cancellationToken);
            left -= count;
        }
    }
}
