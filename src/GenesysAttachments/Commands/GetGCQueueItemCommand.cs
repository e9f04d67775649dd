using System.Management.Automation;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Parameters;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Reading;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Reads the items of a queue, in the order they were queued in, as receipts.</summary>
[Cmdlet(VerbsCommon.Get, "GCQueueItem")]
[OutputType(typeof(GCQueueItem))]
public sealed class GetGCQueueItemCommand : WaitingCmdlet
{
    /// <summary>Only items in these states.</summary>
    [Parameter(Position = 0)]
    [ValidateSet("Queued", "Sending", "Sent", "Unknown", "Rejected", "Failed")]
    public string[]? State { get; set; }

    /// <summary>Only items for this conversation.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConversationCompleter))]
    public string? ConversationId { get; set; }

    /// <summary>Only items that were queued under this name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Batch { get; set; }

    /// <summary>Only items of this session's client.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>Items by their numbers.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValues))]
    public long[]? ItemId { get; set; }

    /// <summary>The queue; by default the runspace's current one.</summary>
    [Parameter]
    [QueueTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public GCQueue? Queue { get; set; }

    /// <summary>Only what stands on the command line: a piped object may well have no number.</summary>
    protected override void BeginProcessing() => RefuseEmpty(nameof(State), nameof(ConversationId), nameof(Batch), nameof(Session), nameof(ItemId));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var queue = this.RequireQueue(Queue);
        if (MyInvocation.ExpectingInput && ItemId is null)
        {
            return; // A row that is in no queue means none of its items, not all of them.
        }

        var reader = new QueueReader(queue.Store);
        var which = new ItemFilter
        {
            // As the database writes them.
            States = State?.Select(state => char.ToUpperInvariant(state[0]) + state[1..].ToLowerInvariant()).ToArray(),
            Client = Session?.Key.ToLowerInvariant(),
            Place = ConversationId is null ? null : new Target { ConversationId = ConversationId }.Key,
            Batch = Batch,
            Ids = ItemId,
        };
        var (after, index) = (0L, 0);
        while (WaitFor((_, token) => QueueCalls.RunTwiceAsync(() => reader.ReadItemsAsync(which, after, cancellationToken: token)), queue, terminating: true) is { Count: > 0 } page)
        {
            after = page[^1].Id;
            foreach (var item in page)
            {
                WriteObject(new GCQueueItem(item, index++, ItemOptions.Read(item.Item.Options)));
            }
        }
    }
}
