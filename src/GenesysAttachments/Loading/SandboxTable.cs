using System.Collections.Concurrent;

namespace GenesysAttachments.Loading;

/// <summary>The sandboxes of this process, by URL. Holding them keeps their pipe open, and so them alive.</summary>
internal static class SandboxTable
{
    private static readonly ConcurrentDictionary<string, GCSandbox> Known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that run.</summary>
    public static IReadOnlyList<GCSandbox> Running => [.. Known.Values.Where(sandbox => !sandbox.Process.HasEnded)];

    /// <summary>Takes one in; an ended one at the same URL gives way.</summary>
    public static void Add(GCSandbox sandbox) => Known[sandbox.Url] = sandbox;

    /// <summary>Whether a sandbox of this process was there and is no more.</summary>
    public static bool HasEnded(string? url) => url is not null && Known.TryGetValue(url, out var sandbox) && sandbox.Process.HasEnded;
}
