using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Parameters;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Quotas;
using GenesysAttachments.Queue.Reading;
using GenesysAttachments.Queue.Working;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Settles what a queue leaves open, by reading the conversations; sends nothing. Also lets a stopped client go on, and agrees to a database that has changed.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "GCQueue", DefaultParameterSetName = ItemSet, SupportsShouldProcess = true)]
[OutputType(typeof(GCQueueItem), ParameterSetName = [ItemSet])]
public sealed class ResolveGCQueueCommand : WaitingCmdlet
{
    private const string ItemSet = "Item";
    private const string ResumeSet = "Resume";
    private const string DatabaseSet = "Database";

    private int _index;

    /// <summary>Only items for this conversation.</summary>
    [Parameter(ParameterSetName = ItemSet)]
    [ArgumentCompleter(typeof(ConversationCompleter))]
    public string? ConversationId { get; set; }

    /// <summary>Only items that were queued under this name.</summary>
    [Parameter(ParameterSetName = ItemSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Batch { get; set; }

    /// <summary>Items by their numbers.</summary>
    [Parameter(ParameterSetName = ItemSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValues))]
    public long[]? ItemId { get; set; }

    /// <summary>Queues again what its conversation does not show; it may arrive twice.</summary>
    [Parameter(ParameterSetName = ItemSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Lets a client go on that the platform has stopped, before its time is over.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResumeSet)]
    public SwitchParameter ResumeClient { get; set; }

    /// <summary>Agrees to the database as it is, after a fail-over, a restore or a copy: workers claim again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DatabaseSet)]
    public SwitchParameter AcceptDatabase { get; set; }

    /// <summary>Only items of this session's client, or the client to let go on.</summary>
    [Parameter(ParameterSetName = ItemSet)]
    [Parameter(ParameterSetName = ResumeSet)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>The queue; by default the runspace's current one.</summary>
    [Parameter]
    [QueueTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public GCQueue? Queue { get; set; }

    /// <summary>Only what stands on the command line: a piped object may well have no number.</summary>
    protected override void BeginProcessing() => RefuseEmpty(nameof(ConversationId), nameof(Batch), nameof(ItemId), nameof(Session));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var queue = this.RequireQueue(Queue);
        switch (ParameterSetName)
        {
            case ResumeSet:
                Resume(queue);
                break;
            case DatabaseSet:
                Accept(queue);
                break;
            default:
                Settle(queue);
                break;
        }
    }

    private void Settle(GCQueue queue)
    {
        if (MyInvocation.ExpectingInput && ItemId is null)
        {
            return; // A row that is in no queue means none of its items, not all of them.
        }

        var resolver = new QueueResolver(queue.Store);
        var which = new ItemFilter
        {
            Client = Session is null ? null : Require(Session).Org.SharedKey,
            Place = ConversationId is null ? null : new Target { ConversationId = ConversationId }.Key,
            Batch = Batch,
            Ids = ItemId,
        };
        for (var after = 0L; WaitFor((_, token) => resolver.ReadAsync(which, after, token), queue, terminating: true) is { Count: > 0 } page; after = page[^1].Id)
        {
            foreach (var item in page)
            {
                WriteObject(new GCQueueItem(Settle(resolver, item) ?? item, _index++, ItemOptions.Read(item.Item.Options)));
            }
        }
    }

    // Null after its error was written: it stays as it was.
    private StoredItem? Settle(QueueResolver resolver, StoredItem item)
    {
        if (SessionTable.OfThisRunspace().Find(item.Item.Client) is not { } session)
        {
            WriteError(ErrorRecords.From(new GCException(ErrorIds.NotConnected, $"'{item.Item.SentName}' went through the session {item.Item.Client}, which is not connected.") { Advice = "Connect it with Connect-GCOrg, then look again." }, item.Item.Path));
            return null;
        }

        var force = Force && ShouldProcess(string.Create(CultureInfo.InvariantCulture, $"item {item.Id}, '{item.Item.Path}'"), "Queue again if its conversation does not show it");
        return WaitFor((context, token) => resolver.SettleAsync(item, session.Org, force, context, token), item.Item.Path, terminating: false);
    }

    private void Resume(GCQueue queue)
    {
        var client = Require(Session).Org.SharedKey;
        if (ShouldProcess(client, "Let the client go on before its pause is over")
            && WaitFor((_, token) => QueueCalls.RunAsync(async () => (object)await new SharedQuota(queue.Store).ResumeAsync(client, token).ConfigureAwait(false)), client, terminating: true) is false)
        {
            Warn($"The client {client} was not stopped.");
        }
    }

    private void Accept(GCQueue queue)
    {
        if (ShouldProcess(queue.ToString(), "Agree to the database as it is: what was sent last may be missing in it, and is sent again"))
        {
            WaitFor((_, token) => QueueCalls.RunAsync(async () =>
            {
                await queue.Store.AcceptAsync(token).ConfigureAwait(false);
                return queue;
            }), queue, terminating: true);
        }
    }
}
