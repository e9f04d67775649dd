using System.Management.Automation;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Lists the files that were sent in a conversation, whoever sent them. Fetches none.</summary>
[Cmdlet(VerbsCommon.Get, "GCAttachment")]
[OutputType(typeof(GCMessageAttachment))]
public sealed class GetGCAttachmentCommand : ReceivingCmdlet
{
    private WildcardPattern[]? _names;

    /// <summary>Conversations. A guest's session has one of its own.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ConversationCompleter))]
    public string[]? ConversationId { get; set; }

    /// <summary>Only the files of these messages.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoValues))]
    public string[]? MessageId { get; set; }

    /// <summary>Only files that came from the customer (Inbound), or went to the customer (Outbound).</summary>
    [Parameter]
    [ValidateSet("Inbound", "Outbound")]
    public string? Direction { get; set; }

    /// <summary>Only files of these names; wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValues))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RefuseEmpty(nameof(Session), nameof(ConversationId), nameof(MessageId));
        RequireTarget(ConversationId, MessageId);
        _names = Name?.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToArray();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Require(Session);
        foreach (var query in Queries(ConversationId, MessageId, null))
        {
            foreach (var (file, error) in Read(session, query))
            {
                if (error is not null)
                {
                    WriteError(ErrorRecords.From(error, query.ConversationId));
                }
                else if (IsWanted(file!))
                {
                    WriteObject(new GCMessageAttachment(file!, session.Key));
                }
            }
        }
    }

    private bool IsWanted(MessageAttachment file) =>
        (Direction is null || file.Direction.Equals(Direction, StringComparison.OrdinalIgnoreCase)) && (_names is null || _names.Any(name => name.IsMatch(file.Name)));
}
