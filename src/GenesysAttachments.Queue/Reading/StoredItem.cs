using GenesysAttachments.Queue.Items;

namespace GenesysAttachments.Queue.Reading;

/// <summary>An item of a queue, with what became of it.</summary>
/// <param name="Id">Its number: items of a lane go in this order.</param>
/// <param name="Item">What is to be sent.</param>
/// <param name="State">One of <see cref="ItemStates"/>.</param>
public sealed record StoredItem(long Id, QueueItem Item, string State)
{
    /// <summary>The upload it was about to be sent with, or was.</summary>
    public string? Media { get; init; }

    /// <summary>The leg it was about to go by; null where the route has none.</summary>
    public string? Communication { get; init; }

    /// <summary>How often it was about to be sent.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was queued.</summary>
    public DateTimeOffset Added { get; init; }

    /// <summary>When it was about to be sent; null where it never was.</summary>
    public DateTimeOffset? Intended { get; init; }

    /// <summary>When its end was told; null where it has none.</summary>
    public DateTimeOffset? Done { get; init; }

    /// <summary>Message id of the platform.</summary>
    public string? MessageId { get; init; }

    /// <summary>Error id.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Why it was not sent, or may not have been.</summary>
    public string? Message { get; init; }

    /// <summary>The worker that was about to send it.</summary>
    public Guid? Worker { get; init; }
}
