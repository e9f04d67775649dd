namespace GenesysAttachments.Sandbox.Page;

/// <summary>Raster pictures, known by their own bytes: whatever a browser makes of these, it runs nothing.</summary>
internal static class Raster
{
    /// <summary>The content type of a picture; null where the bytes are none that is shown.</summary>
    /// <param name="head">The first bytes of a file.</param>
    public static string? TypeOf(ReadOnlySpan<byte> head) =>
        head is [0x89, .. var png] && png.StartsWith("PNG\r\n\x1a\n"u8) ? "image/png"
        : head is [0xFF, 0xD8, 0xFF, ..] ? "image/jpeg"
        : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? "image/gif"
        : head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;
}
