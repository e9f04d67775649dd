namespace GenesysAttachments.Queue.Lanes;

/// <summary>What a lane's owner is told who wants to send.</summary>
public enum IntentAnswer
{
    /// <summary>The intent is durable: send, within the time.</summary>
    Granted,

    /// <summary>Another worker has the lane: take nothing more of it.</summary>
    LaneLost,

    /// <summary>The item is not the lane's next: an earlier one is open, or this one is not queued any more. Give the lane back, and claim anew.</summary>
    NotNext,
}
