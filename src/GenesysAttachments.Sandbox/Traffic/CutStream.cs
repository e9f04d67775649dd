namespace GenesysAttachments.Sandbox.Traffic;

/// <summary>The body of an answer that is not let out whole.</summary>
/// <param name="inner">Where it goes.</param>
/// <param name="most">So many bytes go out.</param>
/// <param name="stalls">Whether nothing happens from there on until the caller goes away, rather than that the connection breaks.</param>
internal sealed class CutStream(Stream inner, long most, bool stalls) : Stream
{
    private long _left = most;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="EndOfStreamException">No more goes out.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var part = buffer[..(int)Math.Min(buffer.Length, _left)];
        await inner.WriteAsync(part, cancellationToken);
        _left -= part.Length;
        if (part.Length < buffer.Length)
        {
            await inner.FlushAsync(cancellationToken);
            await Task.Delay(stalls ? Timeout.Infinite : 0, cancellationToken);
            throw new EndOfStreamException("The answer is cut off here.");
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
