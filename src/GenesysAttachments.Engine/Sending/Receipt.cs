using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Sending;

/// <summary>The outcome of one delivery.</summary>
public sealed class Receipt
{
    /// <summary>What was to be delivered.</summary>
    public required Delivery Delivery { get; init; }

    /// <summary>One of <see cref="ReceiptStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>What is known about the way it took.</summary>
    public required DeliveryState Progress { get; init; }

    /// <summary>When its work began, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long its work took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Why it was not sent; null when it was.</summary>
    public GCException? Error { get; init; }
}
