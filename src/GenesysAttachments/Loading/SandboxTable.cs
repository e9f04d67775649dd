using System.Collections.Concurrent;

namespace GenesysAttachments.Loading;

/// <summary>The sandboxes of this process. Holding them keeps their pipe open, and so them alive.</summary>
internal static class SandboxTable
{
    public static ConcurrentDictionary<int, GCSandbox> All { get; } = new();
}
