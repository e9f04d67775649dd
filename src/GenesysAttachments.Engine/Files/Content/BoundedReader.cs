using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>
/// Reads pieces of a file and never more than its budget, whatever the file says of itself. A read past the end, or past the budget,
/// gives what there is, down to nothing.
/// </summary>
internal sealed class BoundedReader : IDisposable
{
    /// <summary>Bytes that are read of any file at most.</summary>
    public const int Budget = 256 * 1024;

    /// <summary>Bytes that are read first.</summary>
    public const int HeadLength = 4096;

    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(HeadLength);
    private readonly int _head;

    /// <summary>Reads the head of an open file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public BoundedReader(SafeFileHandle file)
    {
        _file = file;
        Length = RandomAccess.GetLength(file);
        _head = Fill(_buffer.AsSpan(0, HeadLength), 0);
    }

    /// <summary>Length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>Bytes read so far.</summary>
    public int BytesRead { get; private set; }

    /// <summary>The first bytes of the file.</summary>
    public ReadOnlySpan<byte> Head => _buffer.AsSpan(0, _head);

    /// <summary>Reads up to so many bytes at an offset.</summary>
    public byte[] Read(long offset, int count)
    {
        if (offset < 0 || offset >= Length || count <= 0)
        {
            return [];
        }

        var piece = new byte[Math.Min(Math.Min(count, Length - offset), Budget - BytesRead)];
        var read = offset + piece.Length <= _head ? Copy(offset, piece) : Fill(piece, offset);
        return read == piece.Length ? piece : piece[..read];
    }

    /// <summary>Reads the last bytes of the file, or all of it.</summary>
    public byte[] ReadTail(int count) => Read(Math.Max(0, Length - count), count);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private int Copy(long offset, byte[] piece)
    {
        Head.Slice((int)offset, piece.Length).CopyTo(piece);
        return piece.Length;
    }

    private int Fill(Span<byte> piece, long offset)
    {
        var total = 0;
        while (total < piece.Length && RandomAccess.Read(_file, piece[total..], offset + total) is > 0 and var read)
        {
            total += read;
        }

        BytesRead += total;
        return total;
    }
}
