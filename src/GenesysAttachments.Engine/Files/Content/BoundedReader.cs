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

    /// <summary>Bytes of the end that are read at once.</summary>
    private const int TailLength = 8 * 1024;

    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(HeadLength);
    private readonly int _head;
    private byte[]? _tail;
    private int _tailLength;

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

    /// <summary>The last bytes of the file, or all of it.</summary>
    public ReadOnlySpan<byte> ReadTail(int count)
    {
        var length = (int)Math.Min(count, Length);
        if (Length <= _head)
        {
            return Head[^length..];
        }

        if (length > TailLength)
        {
            return Read(Length - length, length);
        }

        if (_tail is null)
        {
            // Marks of several kinds are looked for in it.
            _tail = ArrayPool<byte>.Shared.Rent(TailLength);
            _tailLength = (int)Math.Min(Math.Min(TailLength, Length), Budget - BytesRead);
            _tailLength = Fill(_tail.AsSpan(0, _tailLength), Length - _tailLength);
        }

        return _tail.AsSpan(Math.Max(0, _tailLength - length), Math.Min(length, _tailLength));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        if (_tail is not null)
        {
            ArrayPool<byte>.Shared.Return(_tail);
        }
    }

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
