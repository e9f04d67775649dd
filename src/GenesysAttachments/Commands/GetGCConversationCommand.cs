using System.Management.Automation;
using GenesysAttachments.Parameters;

namespace GenesysAttachments.Commands;

/// <summary>Shows the connected agent legs of messaging conversations.</summary>
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
            var legs = WaitFor((context, token) => session.Org.GetConnectedLegsAsync(id.Trim(), context, token), id, terminating: false);
            foreach (var leg in (legs ?? []).Where(leg => leg.Purpose == "agent"))
            {
                WriteObject(new GCConversation(leg));
            }
        }
    }
}
