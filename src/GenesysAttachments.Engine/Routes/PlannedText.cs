namespace GenesysAttachments.Engine.Routes;

/// <summary>The text of a delivery: its own, or one that a batch sends once per conversation.</summary>
/// <param name="value">The text.</param>
/// <param name="ledger">Shared by the batch for a text that goes once per conversation; one of its own for a row's text.</param>
public sealed class PlannedText(string value, TextLedger ledger)
{
    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <summary>Whether the batch sends it once per conversation, whatever its files are.</summary>
    public bool IsShared { get; internal init; }

    /// <summary>Who shares it: a text of one ledger goes once per conversation.</summary>
    internal TextLedger SharedBy => ledger;

    /// <summary>The text if it has not gone on this lane yet. Safe because a lane sends one message at a time.</summary>
    public MessageText? TakeFor(string lane) => ledger.HasGone(lane) ? null : new MessageText(Value, () => ledger.MarkGone(lane));
}
