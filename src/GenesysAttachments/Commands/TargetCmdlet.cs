using System.Management.Automation;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>A cmdlet whose files go somewhere: ids of the target, and the session.</summary>
public abstract class TargetCmdlet : AttachmentCmdlet
{
    private Planner? _planner;

    /// <summary>Conversation of the Agent route.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationCompleter))]
    public string? ConversationId { get; set; }

    /// <summary>Agent leg of the conversation; looked up when absent.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CommunicationCompleter))]
    public string? CommunicationId { get; set; }

    /// <summary>Channel of the Messaging route.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? ChannelId { get; set; }

    /// <summary>Guest of the Messaging route.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? GuestId { get; set; }

    /// <summary>Route, where the ids alone do not decide it: Agent, Guest, Media, Messaging or Multipart.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? Route { get; set; }

    /// <summary>Session to use; by default the object's own, then the runspace's current one.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>Path of the Multipart route, where the command has one.</summary>
    private protected virtual string? FormTemplate => null;

    /// <summary>Whether what may have been sent is sent again, where the command sends.</summary>
    private protected virtual bool SendsAgain => true;

    /// <summary>What the current record means: one plan per file, each with what speaks against it.</summary>
    private protected IEnumerable<Plan> PlanRecord(string? text) => Items.SelectMany(item => PlanItem(item, text));

    /// <summary>What one thing of the current record means.</summary>
    private protected IEnumerable<Plan> PlanItem(object item, string? text)
    {
        _planner ??= new Planner(
            new PlanSettings
            {
                Paths = new ShellPaths(SessionState.Path),
                Session = Session is null ? null : Require(Session).Org,
                Current = () => Require(null).Org,
                Find = key => SessionTable.OfThisRunspace().Find(key)?.Org,
                Policy = (session, route) => PolicyFor(session, route),
                ContentCheck = ContentCheckLevels.Canonical(ContentCheck),
                Template = FormTemplate,
                Stop = Stopped,
                Force = SendsAgain,
            },
            TimeProvider.System);
        var values = new PlanValues
        {
            Target = new Target { ConversationId = ConversationId, CommunicationId = CommunicationId, ChannelId = ChannelId, GuestId = GuestId },
            Name = Name,
            ContentType = ContentType,
            Route = Route,
            Text = text,
            Given = Given,
        };
        return _planner.Plan(InputOf(item), values);
    }

    private static PlanInput InputOf(object item) => item switch
    {
        InputRow row => new PlanInput.OfPath(row.Path, row.IsLiteral, row.Problem, row.SessionKey),
        GCUploadUrl url => new PlanInput.OfUrl(url.Place, url.Session),
        GCAttachment attachment => new PlanInput.OfFile(attachment.File),
        _ => ((GCReceipt)item).ToInput(),
    };
}
