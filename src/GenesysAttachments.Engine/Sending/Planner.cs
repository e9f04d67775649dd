using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// Decides what each input of a command means: which file, to whom, by which route, under which name, with which text; or why it is refused.
/// Everything is decided here, once, and nothing leaves this machine for it.
/// </summary>
/// <param name="settings">What the command says of all its inputs.</param>
/// <param name="time">Clock for the checks.</param>
public sealed class Planner(PlanSettings settings, TimeProvider time)
{
    private const string ConversationId = nameof(Target.ConversationId);
    private const string CommunicationId = nameof(Target.CommunicationId);
    private const string ChannelId = nameof(Target.ChannelId);
    private const string GuestId = nameof(Target.GuestId);
    private static readonly string[] TargetIds = [ConversationId, CommunicationId, ChannelId, GuestId];

    private static readonly string[] CheckWords = [nameof(PlanValues.Name), nameof(PlanValues.ContentType), nameof(PlanSettings.ContentCheck)];

    private readonly PathMeaning _paths = new(settings.Paths);
    private readonly Inspector _inspector = new(time);
    private readonly SentNames _names = new();
    private readonly TextLedger _shared = new();
    private int _next;

    /// <summary>What one input means: a plan for each file, in order.</summary>
    public IEnumerable<Plan> Plan(PlanInput input, PlanValues values) => input switch
    {
        PlanInput.OfPath path => PlanPath(path, values),
        PlanInput.OfUrl url => [PlanUrl(url, values)],
        PlanInput.OfFile file => [PlanFile(file.File, values)],
        PlanInput.OfReceipt receipt => [PlanReceipt(receipt, values)],
        _ => throw new ArgumentException($"{input.GetType()} is no input.", nameof(input)),
    };

    private IEnumerable<Plan> PlanPath(PlanInput.OfPath input, PlanValues values)
    {
        var session = settings.Session ?? (input.SessionKey is { } key ? settings.Find(key) : settings.Current());
        if (session is null)
        {
            return [Make(Unresolved(input.Path, null), values.Target, null, null, TextOf(values), NoSession(input.SessionKey!, $"the row of '{ShownText.Of(input.Path ?? "")}'")) with { SessionKey = input.SessionKey }];
        }

        var (route, refusal) = RouteFor(values.Target, values.Route, session);
        // One for the row: a path that means several files must not send the row's text with each.
        var text = TextOf(values);
        var (files, problem) = input.Problem is { } why ? ([], new Problem(null, ErrorIds.RowNotUnderstood, why)) : _paths.Resolve(input.Path, input.IsLiteral);
        var options = Options(values.Name, values.ContentType, route, session);
        IEnumerable<Attachment> found = problem is null ? files.Select(file => _inspector.Inspect(file, options, settings.Stop)) : [Unresolved(input.Path, problem)];
        return found.Select(file => Make(file, values.Target, route, session, text, refusal, options: options));
    }

    private Plan PlanFile(Attachment file, PlanValues values)
    {
        var session = settings.Session ?? settings.Current();
        var (route, refusal) = RouteFor(values.Target, values.Route, session);
        InspectionOptions? options = null;
        // What it was refused for may be what the line says otherwise now; a refusal for anything else stands.
        var isOpen = file.IsValid || file.Problems.All(problem => problem.ErrorId == ErrorIds.ContentMismatch);
        if (file.IsOnlyHeld || (isOpen && CheckWords.Any(values.Given.Contains)))
        {
            options = Options(Own(values, nameof(values.Name), values.Name, file.Name), TypeOf(values, file.Name, file.ContentType), route, session);
            file = _inspector.Inspect(file.Path, options, settings.Stop);
        }

        return Make(file, values.Target, route, session, TextOf(values), refusal, options: options);
    }

    private Plan PlanUrl(PlanInput.OfUrl input, PlanValues values)
    {
        var url = input.Url;
        var session = settings.Session ?? settings.Find(input.SessionKey);
        var elsewhere = TargetIds.FirstOrDefault(id => values.Given.Contains(id) && !string.Equals(Id(values.Target, id), Id(url.Target, id), StringComparison.OrdinalIgnoreCase));
        var refusal = session is null ? NoSession(input.SessionKey, $"the upload URL of '{url.File.Name}'")
            : session.IsGuest != (url.Route == RouteNames.Guest) ? new GCException(ErrorIds.TargetMissing, $"The upload URL of '{url.File.Name}' is for the {url.Route} route, which {(session.IsGuest ? "a guest's session" : "a client's session")} cannot carry.") { Advice = "Leave -Session out, or make the upload URL in that session." }
            : elsewhere is null ? null : new GCException(ErrorIds.TargetAmbiguous, $"The upload URL of '{url.File.Name}' was made for another target than -{elsewhere} {Id(values.Target, elsewhere)}.") { Advice = "Leave the id out, or make the upload URL for that target." };
        return Make(url.File, url.Target, url.Route, session, TextOf(values), refusal, isAnnounced: true) with { Url = url, SessionKey = session?.Key ?? input.SessionKey };
    }

    private Plan PlanReceipt(PlanInput.OfReceipt input, PlanValues values)
    {
        var target = new Target
        {
            ConversationId = Own(values, ConversationId, values.Target.ConversationId, input.Target.ConversationId),
            // A leg may have ended since; unless it is asked for, the connected one is looked up anew.
            CommunicationId = values.Given.Contains(CommunicationId) ? values.Target.CommunicationId : null,
            ChannelId = Own(values, ChannelId, values.Target.ChannelId, input.Target.ChannelId),
            GuestId = Own(values, GuestId, values.Target.GuestId, input.Target.GuestId),
        };
        var text = string.IsNullOrWhiteSpace(values.Text) ? input.Text : TextOf(values);
        var session = settings.Session ?? (input.SessionKey is { } key ? settings.Find(key) : settings.Current());
        var before = settings.Force ? null : input.State switch
        {
            ReceiptStates.Sent or ReceiptStates.Unknown or ReceiptStates.Queued => input.State,
            ReceiptStates.Sending => ReceiptStates.Unknown,
            _ => null,
        };
        if (session is null)
        {
            // Its receipt may be tried again in its turn, and must bring all that this one brought.
            var unseen = Unresolved(input.Path, null) with { Name = input.Name, ContentType = input.ContentType };
            return Make(unseen, target, input.Route, null, text, NoSession(input.SessionKey!, $"the receipt of '{input.Name}'"), input.SentName) with { SessionKey = input.SessionKey, Before = before };
        }

        var isSameTarget = !TargetIds.Any(values.Given.Contains);
        var wanted = values.Given.Contains(nameof(values.Route)) ? values.Route : isSameTarget ? input.Route : null;
        var (route, refusal) = RouteFor(target, wanted, session);
        var options = Options(Own(values, nameof(values.Name), values.Name, input.Name), TypeOf(values, input.Name, input.ContentType), route, session);
        var file = _inspector.Inspect(input.Path, options, settings.Stop);
        // A try again goes under the name of the first: its batch may have held the other one.
        var sentName = file.Name == input.Name && route == input.Route ? input.SentName : "";
        return Make(file, target, route, session, text, refusal, sentName, options: options) with { Before = before };
    }

    // The file first: what is wrong with it should be known even when its target is wrong as well.
    private Plan Make(Attachment file, Target target, string? route, OrgSession? session, PlannedText? text, GCException? refusal, string sentName = "", bool isAnnounced = false, InspectionOptions? options = null)
    {
        // A program that writes, or a scanner, lets go in a moment: the file is checked when its turn comes, within the retries of an upload.
        var isHeld = file.IsOnlyHeld && options is not null;
        if (isHeld)
        {
            file = file with { Problems = [], Warnings = [HeldFile.Warning] };
        }

        if (file.IsValid && Inspector.CheckText(route, text?.Value) is { } tooLong)
        {
            file = file with { Problems = [tooLong] };
        }

        if (file.IsValid && !isAnnounced)
        {
            file = file with { SentName = _names.Take(target.Key, file.Name, sentName.Length > 0 ? sentName : FileNames.ForRoute(file.Name, route)) };
        }

        return new Plan
        {
            Index = _next++, File = file, Target = target, Route = route!, Session = session!, Text = text, Template = settings.Template, CheckAgain = isHeld ? options : null, Refusal = file.IsValid ? refusal : Rejection(file),
        };
    }

    private PlannedText? TextOf(PlanValues values) =>
        string.IsNullOrWhiteSpace(values.Text) ? null
            : values.Given.Contains(nameof(values.Text)) ? new PlannedText(values.Text, _shared) { IsShared = true }
            : new PlannedText(values.Text, new TextLedger());

    private (string? Route, GCException? Refusal) RouteFor(Target target, string? route, OrgSession session)
    {
        try
        {
            var selected = RouteSelector.Select(target, string.IsNullOrWhiteSpace(route) ? null : route, session.IsGuest);
            return settings.Template is null || selected == RouteNames.Multipart ? (selected, null)
                : (selected, new GCException(ErrorIds.TargetAmbiguous, $"-Template is for the Multipart route; these ids mean the {selected} route.") { Advice = "Give -Route Multipart as well, or leave -Template out." });
        }
        catch (GCException e)
        {
            return (null, e);
        }
    }

    private InspectionOptions Options(string? name, string? contentType, string? route, OrgSession session) =>
        new() { Name = name, ContentType = contentType, Route = route, Policy = settings.Policy(session, route), ContentCheck = settings.ContentCheck };

    /// <summary>The file that stands for a path that leads to none.</summary>
    public static Attachment Unresolved(string? path, Problem? problem) => new()
    {
        Path = path ?? "", Name = FileNames.Normalize(path ?? ""), SentName = "", Problems = problem is null ? [] : [problem],
    };

    /// <summary>The error of a refused file: the first problem decides the id, the message has all of them.</summary>
    internal static GCException Rejection(Attachment file)
    {
        var name = ShownText.Of(file.Name.Length > 0 ? file.Name : file.Path);
        var problems = string.Join(" ", file.Problems.Select(problem => problem.Message));
        return new GCException(file.Problems[0].ErrorId, name.Length > 0 ? $"'{name}' was not sent. {problems}" : problems);
    }

    private static GCException NoSession(string key, string whose) =>
        new(ErrorIds.NotConnected, $"The session {key} of {whose} is not connected here.") { Advice = "Connect it with Connect-GCOrg, inside the job where this is one, or say through which session it is to go: -Session (Get-GCOrg -Current)." };

    // Under another name, a type that came from the old one counts for nothing.
    private static string? TypeOf(PlanValues values, string name, string type) =>
        values.Given.Contains(nameof(values.ContentType)) ? values.ContentType : ContentTypes.BeyondName(type, name);

    private static string? Own(PlanValues values, string name, string? value, string? own) => values.Given.Contains(name) ? value : own;

    private static string? Id(Target target, string name) => name switch
    {
        ConversationId => target.ConversationId,
        CommunicationId => target.CommunicationId,
        ChannelId => target.ChannelId,
        _ => target.GuestId,
    };
}
