using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Storage;

/// <summary>The headers an upload URL came with.</summary>
internal static class UploadHeaders
{
    /// <summary>Those that have a value: what is null is no header.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Of(IReadOnlyDictionary<string, string>? headers) => [.. (headers ?? ImmutableDictionary<string, string>.Empty).Where(header => header.Value is not null)];
}
