using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Queue.Working;

/// <summary>An item of a claimed lane, as it goes to who sends it.</summary>
public sealed class WorkItem
{
    internal WorkItem(LaneHold hold, ItemRecord record, Sender sender, Admitted? admitted, Receipt? refusal) => (Hold, Record, Sender, Admitted, Refusal) = (hold, record, sender, admitted, refusal);

    internal LaneHold Hold { get; }

    internal ItemRecord Record { get; }

    internal Sender Sender { get; }

    /// <summary>What is to be sent, or looked for; null where it is refused.</summary>
    internal Admitted? Admitted { get; }

    /// <summary>Why it will not be sent; null where it may.</summary>
    internal Receipt? Refusal { get; }
}
