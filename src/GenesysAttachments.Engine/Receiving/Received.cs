namespace GenesysAttachments.Engine.Receiving;

/// <summary>What came.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Their SHA-256 in lower-case hex.</param>
internal sealed record Received(long Length, string Sha256);
