using System.Management.Automation;
using GenesysAttachments.Parameters;
using GenesysAttachments.Queue.Reading;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>How a queue stands: a row for each client, or for each worker seen of late.</summary>
[Cmdlet(VerbsCommon.Get, "GCQueue", DefaultParameterSetName = ClientSet)]
[OutputType(typeof(GCQueueStatus), ParameterSetName = [ClientSet])]
[OutputType(typeof(GCQueueWorker), ParameterSetName = [WorkerSet])]
public sealed class GetGCQueueCommand : WaitingCmdlet
{
    private const string ClientSet = "Client";
    private const string WorkerSet = "Worker";
    private static readonly TimeSpan OfLate = TimeSpan.FromHours(24);

    /// <summary>The queue; by default the runspace's current one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [QueueTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public GCQueue? Queue { get; set; }

    /// <summary>Each worker that was seen in the last 24 hours, the last one first.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WorkerSet)]
    public SwitchParameter Worker { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var queue = this.RequireQueue(Queue);
        var reader = new QueueReader(queue.Store);
        if (Worker)
        {
            WriteObject((WaitFor((_, token) => QueueCalls.RunTwiceAsync(() => reader.ReadWorkersAsync(OfLate, token)), queue, terminating: false) ?? []).Select(facts => new GCQueueWorker(facts)), enumerateCollection: true);
        }
        else
        {
            WriteObject((WaitFor((_, token) => QueueCalls.RunTwiceAsync(() => reader.ReadClientsAsync(token)), queue, terminating: false) ?? []).Select(facts => new GCQueueStatus(facts)), enumerateCollection: true);
        }
    }
}
