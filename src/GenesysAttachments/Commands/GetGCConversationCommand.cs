using System.Management.Automation;
using GenesysAttachments.Parameters;

namespace GenesysAttachments.Commands;

/// <summary>Shows the state of messaging conversations and their connected agent legs.</summary>
[Cmdlet(VerbsCommon.Get, "GCConversation")]
[OutputType(typeof(GCConversation))]
public sealed class GetGCConversationCommand : WaitingCmdlet
{
    /// <summary>Conversation ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ConversationCompleter))]
    public string[] ConversationId { get; set; } = [];

    /// <summary>Session to use; by default the current one.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Require(Session);
        foreach (var id in ConversationId)
        {
            if (WaitFor((context, token) => session.Org.GetStandingAsync(id.Trim(), context, token), id, terminating: false) is { } conversation)
            {
                WriteObject(GCConversation.Of(conversation), enumerateCollection: true);
            }
        }
    }
}
