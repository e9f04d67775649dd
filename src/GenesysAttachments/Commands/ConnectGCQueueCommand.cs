using System.Management.Automation;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Connects to a queue and makes it the runspace's current one.</summary>
[Cmdlet(VerbsCommunications.Connect, "GCQueue", DefaultParameterSetName = CredentialSet)]
[OutputType(typeof(GCQueue))]
public sealed class ConnectGCQueueCommand : QueueSignInCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var (connection, schema) = (ReadConnectionString(), ReadSchema());
        var queue = new GCQueue(WaitFor((_, token) => QueueCalls.RunAsync(() => QueueDatabase.OpenAsync(connection, schema, cancellationToken: token)), schema.Name, terminating: true)!);
        QueueTable.OfThisRunspace().Current = queue;
        WriteObject(queue);
    }
}
