using System.Collections.Immutable;
using GenesysAttachments.Engine.Files.Content;

namespace GenesysAttachments.Engine.Files;

/// <summary>A local file with its checked facts, as they were at <see cref="CheckedAt"/>.</summary>
public sealed record Attachment
{
    /// <summary>Full path of the file, or what was given when no file was found.</summary>
    public required string Path { get; init; }

    /// <summary>Display name: the file's own in normal form C, or the one the user gave.</summary>
    public required string Name { get; init; }

    /// <summary>The name as it goes onto the wire; differs from <see cref="Name"/> where a route's rules needed a repair.</summary>
    public required string SentName { get; init; }

    /// <summary>Length in bytes; 0 when there is no file.</summary>
    public long Length { get; init; }

    /// <summary>Last write in UTC, to notice a file that changes before its upload.</summary>
    public DateTime LastWriteUtc { get; init; }

    /// <summary>Which file it was, to notice another one in its place; null where the system does not say.</summary>
    internal FileIdentity? Identity { get; init; }

    /// <summary>Bare content type, lower case, or empty when none is known.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>How content and name go together, one of <see cref="ContentVerdicts"/>.</summary>
    public string Verdict { get; init; } = ContentVerdicts.Unverifiable;

    /// <summary>Usual content type of what the content was found to be; empty when nothing is known of it.</summary>
    public string DetectedType { get; init; } = "";

    /// <summary>What was found in the content, and where.</summary>
    public ImmutableArray<ContentEvidence> Evidence { get; init; } = [];

    /// <summary>Every reason why the file would be refused; empty when it is fine.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];

    /// <summary>What may go wrong and cannot be decided here.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The policy it was checked against.</summary>
    public string PolicySource { get; init; } = "";

    /// <summary>The most bytes that policy takes; 0 where it was checked against none.</summary>
    public long PolicyMaxBytes { get; init; }

    /// <summary>Which way that policy looks: <c>Inbound</c> or <c>Outbound</c>.</summary>
    public string PolicyDirection { get; init; } = "";

    /// <summary>When it was checked, in UTC.</summary>
    public DateTimeOffset CheckedAt { get; init; }

    /// <summary>Whether nothing speaks against sending it.</summary>
    public bool IsValid => Problems.IsEmpty;

    /// <summary>Whether nothing speaks against sending it but that another program holds it open: the rest of it was not seen yet.</summary>
    internal bool IsOnlyHeld => Problems is [{ PassesByItself: true }];
}
