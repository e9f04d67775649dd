using System.Security.Cryptography;

namespace GenesysAttachments.Queue.Working;

/// <summary>SHA-256 of a file's bytes.</summary>
internal static class FileHash
{
    /// <summary>In lower-case hexadecimal; null where the file cannot be read, which whoever sends it will say.</summary>
    public static string? Of(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
