using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>A plan that has its place in the order of its conversation, and in the line for its session's quota.</summary>
public sealed class Admitted
{
    internal Admitted(Plan plan, Lanes.Ticket ticket, Task<QuotaShare> share) => (Plan, Ticket, Share) = (plan, ticket, share);

    /// <summary>The plan; with the file as it is when its turn has come, where another program held it open at its check.</summary>
    public Plan Plan { get; internal set; }

    /// <summary>What is written down of it; null where nothing is.</summary>
    internal IRecord? Record { get; set; }

    internal Lanes.Ticket Ticket { get; }

    /// <summary>Asked for when it was admitted, in input order: a file must not wait behind one that waits for it.</summary>
    internal Task<QuotaShare> Share { get; }
}
