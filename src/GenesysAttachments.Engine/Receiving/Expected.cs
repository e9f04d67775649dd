namespace GenesysAttachments.Engine.Receiving;

/// <summary>What is known of a file before it comes.</summary>
/// <param name="What">The download in words, to begin a sentence.</param>
/// <param name="Length">Its length; null where nothing tells.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex; null where nothing tells.</param>
/// <param name="MayBePage">Whether it may itself be a page for a browser.</param>
/// <param name="IsExternal">Whether it lies with a stranger, who may send on to another, and of whose bytes only so many are read.</param>
internal sealed record Expected(string What, long? Length, string? Sha256, bool MayBePage, bool IsExternal)
{
    private static readonly string[] Pages = ["text/html", "application/xhtml+xml", "multipart/related", "message/rfc822"];
    private static readonly string[] Names = [".html", ".htm", ".xhtml", ".mht", ".mhtml"];

    /// <summary>Most bytes that are read.</summary>
    public long Most => IsExternal ? ExternalClient.MostBytes : long.MaxValue;

    /// <summary>What is known of an attachment.</summary>
    public static Expected Of(MessageAttachment file, bool isExternal = false) => new(
        $"The download of '{file.Title}'",
        file.Length,
        file.Sha256,
        Pages.Contains(file.ContentType, StringComparer.OrdinalIgnoreCase) || (file.ContentType.Length == 0 && Names.Contains(Path.GetExtension(file.Name), StringComparer.OrdinalIgnoreCase)),
        isExternal);
}
