namespace GenesysAttachments.Sandbox;

/// <summary>A file that a message carried.</summary>
/// <param name="Id">Attachment or media id.</param>
/// <param name="Name">Name it was announced under.</param>
/// <param name="ContentType">Content type it was uploaded with.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes as they arrived.</param>
public sealed record SentAttachment(string Id, string Name, string ContentType, long Size, string Sha256);
