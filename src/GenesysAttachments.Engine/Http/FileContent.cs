using System.Net;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// The bytes of one open file as a request body of exactly the announced length, hashed on the way out.
/// </summary>
/// <param name="file">The file, open at its start.</param>
/// <param name="length">Announced length in bytes.</param>
/// <param name="progress">Told how many bytes have gone so far.</param>
internal sealed class FileContent(SafeFileHandle file, long length, IProgress<long> progress) : HttpContent
{
    private const int BufferSize = 64 * 1024;

    private volatile bool _isReading;

    /// <summary>SHA-256 of the body in lower-case hex, once all of it has gone.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The file ended before the announced length.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>Why the file could not be read; null while it could.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The system has been asked for bytes and has not given them yet.</summary>
    public bool IsReading => _isReading;

    /// <summary>Reads from the file at an offset; tests put another in its place.</summary>
    internal Func<SafeFileHandle, Memory<byte>, long, int> Read { get; set; } = static (file, piece, at) => RandomAccess.Read(file, piece.Span, at);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (long sent = 0; sent < length;)
            {
                var wanted = (int)Math.Min(BufferSize, length - sent);
                // Not asynchronous: the hop to another thread costs more than reading from a disk's cache.
                var read = ReadPiece(buffer.AsMemory(0, wanted), sent);
                if (read == 0)
                {
                    EndedEarly = true;
                    throw new EndOfStreamException("The file became shorter while it was uploaded.");
                }

                hash.AppendData(buffer, 0, read);
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                sent += read;
                progress.Report(sent);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        Sha256 = Hex(hash);
    }

    private int ReadPiece(Memory<byte> piece, long at)
    {
        _isReading = true;
        try
        {
            return Read(file, piece, at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e;
            throw;
        }
        finally
        {
            _isReading = false;
        }
    }

    private static string Hex(IncrementalHash hash)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }

    protected override bool TryComputeLength(out long contentLength)
    {
        contentLength = length;
        return true;
    }
}
