namespace GenesysAttachments.Engine.Files;

/// <summary>Which file it is, whatever it is called: another one put in its place has another, even with the same length and time.</summary>
/// <param name="Device">The device, or the volume's serial number.</param>
/// <param name="File">The inode, or the index in the volume.</param>
internal readonly record struct FileIdentity(ulong Device, ulong File);
