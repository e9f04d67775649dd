using System.Buffers;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>The start of a body, as much of it as a trace holds, and how long all of it is.</summary>
/// <param name="most">Most bytes that are kept; 0 counts them alone, as those of a file.</param>
internal sealed class KeptText(int most)
{
    /// <summary>Most bytes of a body that a trace holds.</summary>
    public const int Most = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private long _total;

    /// <summary>Bytes of the body so far.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>What was kept of it.</summary>
    public ReadOnlySpan<byte> Kept
    {
        get
        {
            // What was given stays as it is: the writer copies when it grows.
            lock (_lock)
            {
                return _kept.WrittenSpan;
            }
        }
    }

    /// <summary>How many bytes are not here.</summary>
    public long LeftOut => Total - Kept.Length;

    /// <summary>Whether nothing but its length is wanted.</summary>
    public bool CountsOnly => most == 0;

    /// <summary>A part has moved.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        Interlocked.Add(ref _total, part.Length);
        lock (_lock)
        {
            var room = Math.Min(part.Length, most - _kept.WrittenCount);
            if (room > 0)
            {
                _kept.Write(part[..room]);
            }
        }
    }
}
