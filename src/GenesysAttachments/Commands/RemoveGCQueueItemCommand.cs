using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Parameters;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Takes items out of a queue for good.</summary>
[Cmdlet(VerbsCommon.Remove, "GCQueueItem", SupportsShouldProcess = true)]
public sealed class RemoveGCQueueItemCommand : WaitingCmdlet
{
    private const int Most = 1000;

    // Of these nothing has gone, and without a worker nothing will.
    private static readonly string[] Free = ["Queued", "Rejected", "Failed"];
    private static readonly string[] All = [.. Free, "Sending", "Sent", "Unknown"];

    private readonly List<long> _ids = [];
    private GCQueue? _queue;

    /// <summary>Items by their numbers, as Get-GCQueueItem gives them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoValues))]
    public long[] ItemId { get; set; } = [];

    /// <summary>Also items that have been sent, may have been, or are being sent: what is known of them goes as well.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The queue; by default the runspace's current one.</summary>
    [Parameter]
    [QueueTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public GCQueue? Queue { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _queue = this.RequireQueue(Queue);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in ItemId.Where(id => ShouldProcess(string.Create(CultureInfo.InvariantCulture, $"item {id} of {_queue}"), Force ? "Remove, whatever its state" : "Remove")))
        {
            _ids.Add(id);
            if (_ids.Count == Most)
            {
                Flush();
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Flush();

    private void Flush()
    {
        if (_ids.Count == 0)
        {
            return;
        }

        var items = new QueueItems(_queue!.Store);
        var ids = _ids.ToArray();
        _ids.Clear();
        var gone = WaitFor((_, token) => QueueCalls.RunAsync(() => items.RemoveAsync(ids, Force ? All : Free, token)), _queue, terminating: true)!;
        foreach (var id in ids.Where(id => !gone.Contains(id)))
        {
            WriteError(ErrorRecords.From(new GCException(ErrorIds.RequestInvalid, string.Create(CultureInfo.InvariantCulture, $"Item {id} was not removed: {(Force ? "it is not in the queue" : "it is being sent, has been sent or may have been, or is not in the queue")}."))
            {
                Advice = Force ? "Get-GCQueueItem lists what is." : "Look at it with Get-GCQueueItem -ItemId. -Force removes it all the same, with what is known of it: the same file may then be queued and sent again.",
            }, id));
        }
    }
}
