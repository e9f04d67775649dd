using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>
/// What deliveries cost in requests, or in frames for a guest: the one place that says it, for the pace, <c>-WhatIf</c> and estimates. Made
/// for one command, whose plans it is told in order: a conversation is looked up once, a text may go once, and one look at the uploads of a
/// conversation serves as many as are under way.
/// </summary>
/// <param name="underWay">Files that the command has under way at a time.</param>
/// <param name="filesPerMessage">Most files of one message.</param>
/// <param name="readsBack">Whether each file is fetched after its message.</param>
public sealed class RouteCosts(int underWay, int filesPerMessage = 1, bool readsBack = false)
{
    // Retries, second looks and a refreshed token cost extra; they are rare, and nobody knows them before.
    private readonly HashSet<(string? Session, string Target)> _lookedUp = [];
    private readonly HashSet<(TextLedger, string)> _texts = [];
    private readonly Dictionary<string, int> _looks = new(StringComparer.Ordinal);
    private (string? Lane, int Files) _message;
    private int _plans;
    private int _requests;

    /// <summary>Frames that a guest may send in a minute (docs/protocol.md, Guest).</summary>
    public const int GuestFramesPerMinute = 60;

    /// <summary>Most uploads of one look: no source says how many the platform lists at a time; its other lists have pages of so many.</summary>
    internal const int MostOfOneLook = 100;

    // The message, and where its file is; the storage counts nothing.
    private const int ReadingBack = 2;

    // Once a minute's quota is spent, files begin one by one as it comes free again: so many fewer are under way together (docs/performance.md).
    private const int FewerLater = 3;

    /// <summary>Requests that the service will count for the plan.</summary>
    public int Add(Plan plan)
    {
        _plans++;
        var hasUrl = plan.Url is not null;
        var cost = plan.Route switch
        {
            // Upload URL, the look that confirms it, message; the text is a message of its own.
            RouteNames.Agent => (hasUrl ? 0 : 1) + Look(plan) + LookUp(plan) + Text(plan) + Message(plan),
            // Upload and message in one.
            RouteNames.Multipart => 1,
            // Upload URL or upload, and the message with its text.
            RouteNames.Guest => hasUrl ? 1 : 2,
            _ => (hasUrl ? 0 : 1) + Message(plan),
        };
        cost += !readsBack ? 0 : plan.Route == RouteNames.Guest ? 1 : ReadingBack;
        _requests += cost;
        return cost;
    }

    /// <summary>Requests for an upload URL alone.</summary>
    public int AddUrl(Plan plan) => 1 + (plan.Route == RouteNames.Agent ? LookUp(plan) : 0);

    // Whatever of its conversation is under way with the file that looks is served by it: of messages with several files, those of one.
    private int Look(Plan plan)
    {
        var served = plan.Session.UploadLists.AreRefused || underWay > MostOfOneLook ? 1
            : filesPerMessage > 1 && !plan.Session.SingleFileRoutes.Has(plan.Route) ? Math.Min(filesPerMessage, underWay)
            : plan.Session.Settings.RequestsPerMinute is > 0 and var limit && _requests >= limit ? Math.Max(1, underWay / FewerLater)
            : underWay;
        if (_looks.TryGetValue(plan.Lane, out var last) && _plans - last < served)
        {
            return 0;
        }

        _looks[plan.Lane] = _plans;
        return 1;
    }

    // Consecutive files of a conversation go together, unless one has a text of its own, which goes before it.
    private int Message(Plan plan)
    {
        var hasText = plan.Text is { IsShared: false };
        if (_message.Lane == plan.Lane && _message.Files < filesPerMessage && !hasText && !plan.Session.SingleFileRoutes.Has(plan.Route))
        {
            _message.Files++;
            return 0;
        }

        _message = (plan.Lane, 1);
        return 1;
    }

    private int LookUp(Plan plan) =>
        plan.Target is { CommunicationId: null, ConversationId: { } id } && plan.Url is null && plan.Session.KnownLegs.Find(id) is null && _lookedUp.Add((plan.SessionKey, plan.Target.Key)) ? 1 : 0;

    private int Text(Plan plan) => plan.Text is { } text && _texts.Add((text.SharedBy, plan.Lane)) ? 1 : 0;
}
