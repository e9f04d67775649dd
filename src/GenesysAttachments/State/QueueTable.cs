using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace GenesysAttachments.State;

/// <summary>The queue of one runspace: the last connected.</summary>
internal sealed class QueueTable
{
    private static readonly ConditionalWeakTable<Runspace, QueueTable> Tables = [];
    private static readonly QueueTable Orphans = new();

    /// <summary>The current one; null when there is none. One that gives way stays usable where it is held: its connections end when they have been idle for a while.</summary>
    public GCQueue? Current { get; set; }

    public static QueueTable OfThisRunspace() => Runspace.DefaultRunspace is { } runspace ? Tables.GetOrCreateValue(runspace) : Orphans;
}
