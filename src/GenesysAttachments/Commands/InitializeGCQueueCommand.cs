using System.Management.Automation;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Makes the tables of a queue, or brings them up to date; can be run again.</summary>
[Cmdlet(VerbsData.Initialize, "GCQueue", DefaultParameterSetName = CredentialSet, SupportsShouldProcess = true)]
[OutputType(typeof(string), ParameterSetName = [AsSqlSet])]
public sealed class InitializeGCQueueCommand : QueueSignInCmdlet
{
    private const string AsSqlSet = "AsSql";

    /// <summary>Writes the script instead, for the database's owner; connects to nothing.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AsSqlSet)]
    public SwitchParameter AsSql { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var schema = ReadSchema();
        if (AsSql)
        {
            WriteObject(schema.ToSql());
            return;
        }

        var connection = ReadConnectionString();
        if (!ShouldProcess($"schema '{schema.Name}'", "Make or update the tables of a queue"))
        {
            return;
        }

        WaitFor((_, token) => QueueCalls.RunAsync(async () =>
        {
            await QueueDatabase.InitializeAsync(connection, schema, token).ConfigureAwait(false);
            return schema;
        }), schema.Name, terminating: true);
        WriteVerbose($"The schema '{schema.Name}' holds a queue of version {QueueSchema.Version}.");
    }
}
