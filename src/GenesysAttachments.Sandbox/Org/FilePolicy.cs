using System.Text.Json;
using GenesysAttachments.Sandbox.Bodies;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>The org's attachment rules, in the shape of the platform's <c>allowedMedia</c>.</summary>
internal sealed record FilePolicy
{
    /// <summary>What a guest may send.</summary>
    public MediaRules Inbound { get; init; } = new() { MaxFileSizeKB = 10240 };

    /// <summary>What an agent may send.</summary>
    public MediaRules Outbound { get; init; } = new() { MaxFileSizeKB = 25600 };

    /// <summary>Extensions refused whatever the type, with their dot.</summary>
    public IReadOnlyList<string> BlockedExtensions { get; init; } = [".ade", ".adp", ".app", ".asp", ".exe", ".js", ".bat", ".ps1"];

    /// <summary>The policy in a file, or the default where none is named.</summary>
    /// <exception cref="FormatException">The file cannot be read, or is no policy.</exception>
    public static FilePolicy Read(string? file)
    {
        if (file is null)
        {
            return new FilePolicy();
        }

        try
        {
            using var json = File.OpenRead(file);
            return JsonSerializer.Deserialize<FilePolicy>(json, Wire.Strict) ?? throw new JsonException("The policy is null.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The policy file '{file}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
        catch (JsonException e)
        {
            throw new FormatException(
                $"The policy file '{file}' cannot be used, from line {(e.LineNumber ?? 0) + 1} on: it has to be {{inbound?, outbound?, blockedExtensions?}}, each direction {{fileTypes:[{{type}}], maxFileSizeKB}}.", e);
        }
    }

    public bool Blocks(string fileName) => BlockedExtensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);
}
