using System.Buffers.Text;
using System.Security.Cryptography;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>SHA-256 as somebody else writes it. No source says how the platform does: hex and Base64 are taken, anything else tells nothing.</summary>
internal static class Digests
{
    private const int HexLength = SHA256.HashSizeInBytes * 2;
    private const int Base64Length = 44;

    /// <summary>In lower-case hex; null where it is no SHA-256.</summary>
    public static string? Of(string? text) => text?.Trim() switch
    {
        { Length: HexLength } hex when hex.All(char.IsAsciiHexDigit) => hex.ToLowerInvariant(),
        { Length: Base64Length } base64 when Bytes(base64.Replace('-', '+').Replace('_', '/')) is { } bytes => Convert.ToHexStringLower(bytes),
        _ => null,
    };

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[SHA256.HashSizeInBytes + 1];
        return Base64.IsValid(base64) && Convert.TryFromBase64String(base64, bytes, out var length) && length == SHA256.HashSizeInBytes ? bytes[..length] : null;
    }
}
