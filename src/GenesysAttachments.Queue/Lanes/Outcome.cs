using GenesysAttachments.Queue.Items;

namespace GenesysAttachments.Queue.Lanes;

/// <summary>The end of an item.</summary>
/// <param name="State">One of the final <see cref="ItemStates"/>.</param>
public sealed record Outcome(string State)
{
    /// <summary>The upload it was sent with; null for one that was never about to be sent.</summary>
    public string? Media { get; init; }

    /// <summary>Message id of the platform.</summary>
    public string? MessageId { get; init; }

    /// <summary>SHA-256 of the bytes that went, in hexadecimal; null where this worker did not read them.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Error id; null where there was none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Why it was not sent, or may not have been.</summary>
    public string? Message { get; init; }

    /// <summary>It has gone: its answer, or the conversation, says so.</summary>
    public static Outcome Sent(string media, string? messageId, string? sha256 = null) => new(ItemStates.Sent) { Media = media, MessageId = messageId, Sha256 = sha256 };

    /// <summary>Nobody knows.</summary>
    public static Outcome Unknown(string media, string? errorId, string? message) => new(ItemStates.Unknown) { Media = media, ErrorId = errorId, Message = message };

    /// <summary>It has not gone, and will not.</summary>
    /// <param name="media">The upload of its intent; null where there was no intent.</param>
    /// <param name="errorId">Error id.</param>
    /// <param name="message">Why.</param>
    public static Outcome Failed(string? media, string? errorId, string? message) => new(ItemStates.Failed) { Media = media, ErrorId = errorId, Message = message };

    /// <summary>It was refused before anything left.</summary>
    public static Outcome Rejected(string? errorId, string? message) => new(ItemStates.Rejected) { ErrorId = errorId, Message = message };
}
