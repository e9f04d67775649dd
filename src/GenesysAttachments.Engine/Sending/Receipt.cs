using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>The outcome of one input.</summary>
public sealed record Receipt
{
    /// <summary>What was to be done.</summary>
    public required Plan Plan { get; init; }

    /// <summary>One of <see cref="ReceiptStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>What is known about the way it took.</summary>
    public Transfer Transfer { get => field ??= new(); init; }

    /// <summary>When its work began, in UTC; null when it never did.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How long its work took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it was not sent; null when it was, or was left out on purpose.</summary>
    public GCException? Error { get; init; }

    /// <summary>Why it was left out, where that is no error.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the platform has its message and had not passed it on yet.</summary>
    public bool IsOnItsWay => State == ReceiptStates.Sent && Transfer is { MessageStatus: "queued", MessageId: not null } && Plan.Target.ConversationId is not null;

    /// <summary>What is written down of it; null where nothing is.</summary>
    internal IRecord? Record { get; init; }

    /// <summary>The receipt of what is refused before anything leaves; null for a plan that may be sent.</summary>
    public static Receipt? OfRefused(Plan plan) => plan switch
    {
        { Before: ReceiptStates.Sent } => Skipped(plan, "Not sent again: its receipt says Sent."),
        { Before: ReceiptStates.Queued } => Skipped(plan, "Not sent from here: it is in a queue, where a worker sends it."),
        { Before: ReceiptStates.Unknown } => new Receipt
        {
            Plan = plan, State = ReceiptStates.Unknown, Error = new GCException(ErrorIds.MessageOutcomeUnknown, $"'{plan.File.Name}' was not sent again: its first message may have arrived."),
        },
        { Refusal: { } refusal } => new Receipt { Plan = plan, State = ReceiptStates.Rejected, Error = refusal },
        _ => null,
    };

    /// <summary>The receipt of what is left out on purpose.</summary>
    public static Receipt Skipped(Plan plan, string note) => new() { Plan = plan, State = ReceiptStates.Skipped, Note = note };
}
