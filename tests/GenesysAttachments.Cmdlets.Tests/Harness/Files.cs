using System.Security.Cryptography;

namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>A folder of sample files whose content is what their names say.</summary>
public sealed class Files : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("gca-").FullName;

    /// <summary>Writes a file that passes every check, and gives its path.</summary>
    public string Write(string name, int length = 1000)
    {
        var bytes = new byte[length];
        new Random(name.Length + length).NextBytes(bytes);
        ReadOnlySpan<byte> tail = Path.GetExtension(name) switch
        {
            ".pdf" => "\n%%EOF\n"u8,
            ".png" => [0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82],
            _ => [],
        };
        ReadOnlySpan<byte> head = Path.GetExtension(name) switch
        {
            ".pdf" => "%PDF-1.7\n"u8,
            ".png" => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
            _ => [],
        };
        if (Path.GetExtension(name) is ".csv" or ".txt" or ".json" or ".html")
        {
            Array.Fill(bytes, (byte)'x');
        }

        tail[..Math.Min(tail.Length, length)].CopyTo(bytes.AsSpan(Math.Max(0, length - tail.Length)));
        head[..Math.Min(head.Length, length)].CopyTo(bytes);
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Writes text, and gives the file's path.</summary>
    public string WriteText(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
