using System.Security.Cryptography;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>Bytes that are made when they are asked for, so that a file may be of any size: block after block of the same ones.</summary>
internal static class MadeFile
{
    private static readonly byte[] Block = [.. Enumerable.Range(0, KeptFile.BlockBytes).Select(i => (byte)((i * 31) + (i >> 8)))];

    /// <summary>SHA-256 of so many of them, in lower-case hex.</summary>
    public static string Sha256(long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = length; left > 0; left -= Block.Length)
        {
            hash.AppendData(Block.AsSpan(0, (int)Math.Min(left, Block.Length)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static async Task CopyToAsync(long length, Stream target, CancellationToken cancellationToken)
    {
        for (var left = length; left > 0; left -= Block.Length)
        {
            await target.WriteAsync(Block.AsMemory(0, (int)Math.Min(left, Block.Length)), cancellationToken);
        }
    }
}
