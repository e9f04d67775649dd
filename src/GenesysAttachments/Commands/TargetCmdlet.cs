using System.Management.Automation;
using GenesysAttachments.Binding;
using GenesysAttachments.Engine.Deliveries;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Commands;

/// <summary>A cmdlet that brings files somewhere: ids of the target, session, and how hard to try.</summary>
public abstract class TargetCmdlet : AttachmentCmdlet
{
    // Made when work begins: completion makes a cmdlet as well, and must not load the engine.
    private SentNames? _names;

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

    /// <summary>Files under way at a time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    [ArgumentCompleter(typeof(NoValues))]
    public int ThrottleLimit { get; set; } = DeliveryOptions.DefaultThrottleLimit;

    /// <summary>Most retries of any one request; by default the documented number for its kind.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    [ArgumentCompleter(typeof(NoValues))]
    public int? MaximumRetryCount { get; set; }

    /// <summary>Number of the next input.</summary>
    private protected int NextIndex { get; set; }

    /// <summary>The engine's options of this command.</summary>
    private protected DeliveryOptions DeliveryOptions => new(MaximumRetryCount, FormTemplate, ThrottleLimit);

    /// <summary>Path of the Multipart route, where the command has one. (No engine type here: overriding one would load the engine at import.)</summary>
    private protected virtual string? FormTemplate => null;

    /// <summary>What the current record means: one delivery per file, each with what speaks against it.</summary>
    private protected IEnumerable<PlannedDelivery> PlanRecord(string? text, Func<string?, DeliveryText?> textFor) => Items.SelectMany(item => item switch
    {
        InputRow row => PlanRow(row, text, textFor),
        GCUploadUrl url => [PlanUrl(url, text, textFor)],
        GCAttachment attachment => [PlanAttachment(attachment, text, textFor)],
        var receipt => [PlanReceipt((GCReceipt)receipt, text, textFor)],
    });

    private IEnumerable<PlannedDelivery> PlanRow(InputRow row, string? text, Func<string?, DeliveryText?> textFor)
    {
        var target = new Target { ConversationId = ConversationId, CommunicationId = CommunicationId, ChannelId = ChannelId, GuestId = GuestId };
        var session = Require(Session);
        var (route, problem) = SelectRoute(target, session, Route);
        // One for the row: a path that means several files must not send the row's text with each.
        var words = textFor(text);
        return CheckRow(row, Options(Name, ContentType, route, session)).Select(file => Plan(file, target, route, problem, session, words, null));
    }

    private PlannedDelivery PlanUrl(GCUploadUrl url, string? text, Func<string?, DeliveryText?> textFor)
    {
        var target = url.Place.Target;
        var elsewhere = new[] { (nameof(ConversationId), ConversationId, target.ConversationId), (nameof(CommunicationId), CommunicationId, target.CommunicationId), (nameof(ChannelId), ChannelId, target.ChannelId), (nameof(GuestId), GuestId, target.GuestId) }
            .FirstOrDefault(id => IsGiven(id.Item1) && !string.Equals(id.Item2, id.Item3, StringComparison.OrdinalIgnoreCase));
        var problem = elsewhere.Item1 is null ? null : new GCException(
            ErrorIds.TargetAmbiguous, $"The upload URL of '{url.Name}' was made for another target than -{elsewhere.Item1} {elsewhere.Item2}.")
        {
            Advice = "Leave the id out, or make the upload URL for that target.",
        };
        return Plan(url.File, target, url.Route, problem, Session ?? new GCOrgSession(url.Delivery.Session), textFor(text), url.Place);
    }

    private PlannedDelivery PlanAttachment(GCAttachment attachment, string? text, Func<string?, DeliveryText?> textFor)
    {
        var target = new Target { ConversationId = ConversationId, CommunicationId = CommunicationId, ChannelId = ChannelId, GuestId = GuestId };
        var session = Require(Session);
        var (route, problem) = SelectRoute(target, session, Route);
        var file = attachment.File;
        if (attachment.IsValid && (IsGiven(nameof(Name)) || IsGiven(nameof(ContentType))))
        {
            file = Check(file.Path, Options(Own(nameof(Name), Name, file.Name), Own(nameof(ContentType), ContentType, file.ContentType), route, session));
        }

        return Plan(file, target, route, problem, session, textFor(text), null);
    }

    private PlannedDelivery PlanReceipt(GCReceipt receipt, string? text, Func<string?, DeliveryText?> textFor)
    {
        var sameTarget = !new[] { nameof(ConversationId), nameof(CommunicationId), nameof(ChannelId), nameof(GuestId) }.Any(IsGiven);
        var target = new Target
        {
            ConversationId = Own(nameof(ConversationId), ConversationId, receipt.ConversationId),
            // A leg may have ended since; unless it is asked for, the connected one is looked up anew.
            CommunicationId = IsGiven(nameof(CommunicationId)) ? CommunicationId : null,
            ChannelId = Own(nameof(ChannelId), ChannelId, receipt.ChannelId),
            GuestId = Own(nameof(GuestId), GuestId, receipt.GuestId),
        };
        var session = Require(Session ?? (receipt.Org is { } org ? new GCOrgSession(org) : null));
        var (route, problem) = SelectRoute(target, session, IsGiven(nameof(Route)) ? Route : sameTarget ? receipt.Route : null);
        var file = Check(receipt.Path, Options(Own(nameof(Name), Name, receipt.Name), Own(nameof(ContentType), ContentType, receipt.ContentType), route, session));
        // A try again goes under the name of the first: its batch may have held the other one.
        var sentName = file.Name == receipt.Name && route == receipt.Route ? receipt.SentName : "";
        return Plan(file, target, route, problem, session, text is null ? receipt.Text : textFor(text), null, sentName) with { Earlier = receipt };
    }

    private PlannedDelivery Plan(Attachment file, Target target, string? route, GCException? problem, GCOrgSession session, DeliveryText? text, UploadUrl? url, string? sentName = null)
    {
        // The files first: what is wrong with a file should be known even when its target is wrong as well.
        if (file.IsValid && Inspector.CheckText(route, text?.Value) is { } tooLong)
        {
            file = file with { Problems = [tooLong] };
        }

        if (file.IsValid && url is null)
        {
            file = file with { SentName = (_names ??= new SentNames()).Take(target.Key, file.Name, string.IsNullOrEmpty(sentName) ? FileNames.ForRoute(file.Name, route) : sentName) };
        }

        var error = file.IsValid ? problem : ErrorRecords.Rejection(file);
        return new PlannedDelivery(NextIndex++, file, target, route, error, session, text, url);
    }

    private (string? Route, GCException? Problem) SelectRoute(Target target, GCOrgSession session, string? route)
    {
        try
        {
            var selected = RouteSelector.Select(target, string.IsNullOrWhiteSpace(route) ? null : route, session.Org.IsGuest);
            return FormTemplate is null || selected == RouteNames.Multipart ? (selected, null) : (selected, new GCException(ErrorIds.TargetAmbiguous, $"-Template is for the Multipart route; these ids mean the {selected} route.")
            {
                Advice = "Give -Route Multipart as well, or leave -Template out.",
            });
        }
        catch (GCException e)
        {
            return (null, e);
        }
    }

    private InspectionOptions Options(string? name, string? contentType, string? route, GCOrgSession session) =>
        new() { Name = name, ContentType = contentType, Route = route, Policy = PolicyFor(session, route) };
}
