using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Queue.Working;

/// <summary>What came of one item in this worker's hands.</summary>
/// <param name="Receipt">Its end; null where it has none yet and is left in the queue.</param>
public sealed record WorkResult(Receipt? Receipt);
