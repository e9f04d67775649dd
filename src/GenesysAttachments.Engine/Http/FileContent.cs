using System.Net;
using System.Security.Cryptography;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// The bytes of one open file as a request body of exactly the announced length, hashed on the way out.
/// </summary>
/// <param name="file">The file, open at its start.</param>
/// <param name="length">Announced length in bytes.</param>
/// <param name="onBytes">Told how many bytes have gone so far.</param>
internal sealed class FileContent(FileStream file, long length, Action<long> onBytes) : HttpContent
{
    private const int BufferSize = 64 * 1024;

    /// <summary>SHA-256 of the body in lower-case hex, once all of it has gone.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The file ended before the announced length.</summary>
    public bool EndedEarly { get; private set; }

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
                var read = RandomAccess.Read(file.SafeFileHandle, buffer.AsSpan(0, wanted), sent);
                if (read == 0)
                {
                    EndedEarly = true;
                    throw new EndOfStreamException("The file became shorter while it was uploaded.");
                }

                hash.AppendData(buffer, 0, read);
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                sent += read;
                onBytes(sent);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    protected override bool TryComputeLength(out long contentLength)
    {
        contentLength = length;
        return true;
    }
}
