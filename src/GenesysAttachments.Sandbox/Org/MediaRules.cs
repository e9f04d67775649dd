using System.Text.Json.Serialization;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>Rules of one direction.</summary>
internal sealed record MediaRules
{
    /// <summary>Accepted types.</summary>
    public IReadOnlyList<MediaType> FileTypes { get; init; } = [new("*/*")];

    /// <summary>Most kilobytes of 1024.</summary>
    [JsonPropertyName("maxFileSizeKB")]
    public long MaxFileSizeKB { get; init; }

    [JsonIgnore]
    public long MaxBytes => MaxFileSizeKB * 1024;

    public bool Allows(string type) => FileTypes.Any(entry => entry.Covers(type));
}
