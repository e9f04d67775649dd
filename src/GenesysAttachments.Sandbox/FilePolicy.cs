using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenesysAttachments.Sandbox;

/// <summary>The org's attachment rules, in the shape of the platform's <c>allowedMedia</c>.</summary>
public sealed record FilePolicy
{
    /// <summary>What a guest may send.</summary>
    public MediaRules Inbound { get; init; } = new() { MaxFileSizeKB = 10240 };

    /// <summary>What an agent may send.</summary>
    public MediaRules Outbound { get; init; } = new() { MaxFileSizeKB = 25600 };

    /// <summary>Extensions refused whatever the type, with their dot.</summary>
    public IReadOnlyList<string> BlockedExtensions { get; init; } = [".ade", ".adp", ".app", ".asp", ".exe", ".js", ".bat", ".ps1"];

    internal static FilePolicy Read(Stream json) =>
        JsonSerializer.Deserialize<FilePolicy>(json, Wire.Strict) ?? throw new JsonException("The policy is null.");

    internal bool Blocks(string fileName) => BlockedExtensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);

    /// <summary>Rules of one direction.</summary>
    public sealed record MediaRules
    {
        /// <summary>Accepted types.</summary>
        public IReadOnlyList<MediaType> FileTypes { get; init; } = [new("*/*")];

        /// <summary>Most kilobytes of 1024.</summary>
        [JsonPropertyName("maxFileSizeKB")]
        public long MaxFileSizeKB { get; init; }

        internal long MaxBytes => MaxFileSizeKB * 1024;

        internal bool Allows(string type) => FileTypes.Any(entry =>
            entry.Type == "*/*"
            || entry.Type.Equals(type, StringComparison.OrdinalIgnoreCase)
            || (entry.Type.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(entry.Type[..^1], StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>One accepted type: exact, <c>image/*</c> or <c>*/*</c>.</summary>
    /// <param name="Type">The type.</param>
    public sealed record MediaType(string Type);
}
