using System.Management.Automation;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Parameters;
using GenesysAttachments.Queue.Reading;
using GenesysAttachments.Queue.Working;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Works on a queue: sends what is queued for the clients it is signed in as, and gives one receipt per file.</summary>
[Cmdlet(VerbsCommunications.Send, "GCQueue", SupportsShouldProcess = true)]
[OutputType(typeof(GCReceipt))]
public sealed class SendGCQueueCommand : WaitingCmdlet
{
    // What is under way ends within this once the command is to end; see QueueWorker.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastDuration = TimeSpan.FromSeconds(1);

    private QueueWorker? _worker;
    private bool _hasWorked;

    /// <summary>The queue; by default the runspace's current one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [QueueTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public GCQueue? Queue { get; set; }

    /// <summary>Sessions of the clients to send as; by default all of this runspace that are not a guest's.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession[]? Session { get; set; }

    /// <summary>Stays for more when nothing is open.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Takes nothing more after so long, and ends.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoValues))]
    public TimeSpan? Duration { get; set; }

    /// <summary>Takes nothing more after so many files, and ends.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    [ArgumentCompleter(typeof(NoValues))]
    public long? MaximumCount { get; set; }

    /// <summary>Files, and conversations, under way at a time.</summary>
    [Parameter]
    [ValidateRange(1, 512)]
    [ArgumentCompleter(typeof(NoValues))]
    public int ThrottleLimit { get; set; } = SendOptions.DefaultThrottleLimit;

    /// <summary>Most files in one message: consecutive ones of a conversation.</summary>
    [Parameter]
    [ValidateRange(1, SendOptions.MostFilesPerMessage)]
    [ArgumentCompleter(typeof(NoValues))]
    public int FilesPerMessage { get; set; } = 1;

    /// <summary>Most retries of any one request; by default the session's, else the documented number for its kind.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    [ArgumentCompleter(typeof(NoValues))]
    public int? MaximumRetryCount { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RefuseEmpty(nameof(Session), nameof(Duration), nameof(MaximumCount));
        if (Duration < LeastDuration)
        {
            RefuseParameter(nameof(Duration), $"-Duration is {Duration.Value.TotalMilliseconds:0.####} milliseconds: PowerShell takes a bare number for ten-millionths of a second.", "Write -Duration 00:10:00, or -Duration (New-TimeSpan -Minutes 10).");
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var queue = this.RequireQueue(Queue);
        var sessions = ReadSessions();
        if (!ShouldProcess(queue.ToString(), $"Send what is queued for {string.Join(", ", sessions.Select(session => session.Key))}"))
        {
            return;
        }

        var options = new WorkOptions { Send = new SendOptions(MaximumRetryCount, ThrottleLimit, FilesPerMessage), StaysForMore = Wait, Duration = Duration, MaximumCount = MaximumCount };
        var board = new ProgressBoard();
        _worker = new QueueWorker(queue.Store, [.. sessions.Select(session => session.Org)], options, board, Log);
        using (var pump = new Pump<WorkItem, WorkResult>(options.Send.Workers, _worker.SendAsync, _worker.NotBegun, new Sink(this, _worker, board)))
        using (OnStop(_worker.Drain))
        {
            WriteVerbose($"This worker is {_worker.Id}.");
            _worker.Start();
            pump.Feed(_worker.Items);
            pump.Complete();
        }

        // Its end first: it may still find out why there is nothing more.
        var worker = _worker;
        EndWorker();
        WriteNotices(worker);
        var failure = worker.Failure;
        if (!_hasWorked && failure is null && !Stopping)
        {
            WarnOfOthers(queue, sessions);
        }

        if (failure is not null && !Stopping)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, queue));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        EndWorker();
        base.Dispose(disposing);
    }

    // Whatever ended the command: what it holds is given back.
    private void EndWorker()
    {
        if (Interlocked.Exchange(ref _worker, null) is { } worker)
        {
            Blocking.TryRun(
                async _ =>
                {
                    await worker.DisposeAsync().ConfigureAwait(false);
                    return worker;
                },
                EndLimit);
        }
    }

    private List<GCOrgSession> ReadSessions()
    {
        var sessions = Session is { Length: > 0 } given ? [.. given.Select(Require)] : SessionTable.OfThisRunspace().All.Where(session => session is { HasEnded: false, DeploymentId: null }).ToList();
        if (sessions.FirstOrDefault(session => session.DeploymentId is not null) is { } guest)
        {
            RefuseParameter(nameof(Session), $"The session {guest.Key} is a guest's: it is in one conversation, and nothing is queued for it.", "Give the sessions of clients, or leave -Session out.");
        }

        if (sessions.Count == 0)
        {
            ThrowTerminatingError(ErrorRecords.From(new GCException(ErrorIds.NotConnected, "There is no session of a client to send as.") { Advice = "Run Connect-GCOrg first, in the same runspace, for each client whose files this worker is to send." }, null));
        }

        return sessions;
    }

    // Nothing to do looks like all done; often it is a session of another region or client than the one that queued.
    private void WarnOfOthers(GCQueue queue, List<GCOrgSession> sessions)
    {
        var clients = WaitFor((_, token) => QueueCalls.RunAsync(() => new QueueReader(queue.Store).ReadClientsAsync(token)), queue, terminating: false) ?? [];
        var others = clients.Where(client => client.Queued + client.Sending > 0 && !sessions.Any(session => session.Org.SharedKey == client.Client)).Select(client => client.Client).ToList();
        if (others.Count > 0)
        {
            Warn($"Nothing is open for {string.Join(", ", sessions.Select(session => session.Key))}. Files are queued for other clients, which this worker is not signed in as: {string.Join(", ", others.Take(5))}{(others.Count > 5 ? ", …" : "")}.");
        }
    }

    private void WriteNotices(QueueWorker worker)
    {
        _hasWorked |= !worker.Notices.IsEmpty;

        while (worker.Notices.TryTake(out var notice))
        {
            if (notice.Warning is { } warning)
            {
                Warn(ShownText.Of(warning));
            }
            else
            {
                WriteError(ErrorRecords.From(notice.Error!, null));
            }
        }
    }

    // After Ctrl+C nothing can be written, and a write that throws would cut off what is under way.
    private sealed class Sink(SendGCQueueCommand command, QueueWorker worker, ProgressBoard board) : IPumpSink<WorkResult>
    {
        private readonly ProgressView _progress = new(command, "Working on the queue");

        public void WriteResult(WorkResult result)
        {
            if (result.Receipt is not { } receipt || command.Stopping)
            {
                return;
            }

            command._hasWorked = true;
            command.WriteObject(GCReceipt.From(receipt));
            foreach (var warning in receipt.Plan.File.Warnings.Concat(receipt.Transfer.Warnings))
            {
                command.Warn(ShownText.Of($"'{receipt.Plan.File.Name}': {warning}"));
            }
        }

        public void WriteError(WorkResult result)
        {
            if (result.Receipt?.Error is { } error && !command.Stopping)
            {
                command.WriteError(ErrorRecords.From(error, result.Receipt.Plan.File.Path));
            }
        }

        public void WriteLines()
        {
            if (!command.Stopping)
            {
                command.WriteLines();
                command.WriteNotices(worker);
            }
        }

        public void WriteProgress(bool last)
        {
            if (!command.Stopping)
            {
                _progress.Draw(board.Read(), last);
            }
        }
    }
}
