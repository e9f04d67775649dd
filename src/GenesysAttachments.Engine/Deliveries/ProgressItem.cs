namespace GenesysAttachments.Engine.Deliveries;

/// <summary>One file under way.</summary>
/// <param name="Name">Its display name.</param>
/// <param name="BytesSent">Bytes of the current attempt handed over.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Step">What it does beside moving bytes; null while it does not.</param>
public sealed record ProgressItem(string Name, long BytesSent, long Length, string? Step);
