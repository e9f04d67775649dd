using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>The outcome of one attachment.</summary>
public sealed record SaveReceipt
{
    /// <summary>What was to be done.</summary>
    public required SaveItem Item { get; init; }

    /// <summary>One of <see cref="SaveStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>Full path of the file; null where there is none.</summary>
    public string? Path { get; init; }

    /// <summary>Its length in bytes; null where nothing was fetched or compared.</summary>
    public long? Length { get; init; }

    /// <summary>Its SHA-256 in lower-case hex; null where nothing was fetched or compared.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether the platform's own SHA-256 is the same; null where it gave none, or nothing was compared.</summary>
    public bool? Verified { get; init; }

    /// <summary>What is known about the way it took.</summary>
    public Transfer Transfer { get => field ??= new(); init; }

    /// <summary>When its work began, in UTC; null when it never did.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How long its work took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it was not saved; null when it was, or was left out on purpose.</summary>
    public GCException? Error { get; init; }

    /// <summary>Why it was left out, where that is no error.</summary>
    public string? Note { get; init; }

    /// <summary>The receipt of what is left out on purpose.</summary>
    public static SaveReceipt Skipped(SaveItem item, string note) => new() { Item = item, State = SaveStates.Skipped, Note = note };

    /// <summary>The receipt of what is known not to be saved before anything is asked for; null for what may be tried.</summary>
    public static SaveReceipt? OfRefused(SaveItem item) => item.Refusal is { } refusal ? new SaveReceipt { Item = item, State = SaveStates.Failed, Error = refusal } : null;
}
