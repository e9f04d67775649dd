using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Working;

namespace GenesysAttachments.Queue.Tests.Working;

/// <summary>A worker with its pump, as a command runs it.</summary>
internal sealed class WorkerRun(QueueDatabase database, OrgSession session, WorkOptions options)
{
    private readonly Sink _sink = new();

    public QueueWorker Worker { get; } = new(database, [session], options, new ProgressBoard());

    public List<Receipt> Receipts => _sink.Receipts;

    /// <summary>What it said.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            var said = new List<string>();
            while (Worker.Notices.TryTake(out var notice))
            {
                said.Add(notice.Warning ?? notice.Error!.Message);
            }

            return said;
        }
    }

    /// <summary>Works to the end.</summary>
    public async Task<List<Receipt>> RunAsync()
    {
        Worker.Start();
        await Task.Factory.StartNew(
            () =>
            {
                using var pump = new Pump<WorkItem, WorkResult>(options.Send.Workers, Worker.SendAsync, Worker.NotBegun, _sink);
                pump.Feed(Worker.Items);
                pump.Complete();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Worker.DisposeAsync();
        return Receipts;
    }

    private sealed class Sink : IPumpSink<WorkResult>
    {
        public List<Receipt> Receipts { get; } = [];

        public void WriteResult(WorkResult result)
        {
            if (result.Receipt is { } receipt)
            {
                Receipts.Add(receipt);
            }
        }

        public void WriteError(WorkResult result)
        {
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
