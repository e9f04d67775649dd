using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>
/// What deliveries cost in requests, or in frames for a guest: the one place that says it, for the pace, <c>-WhatIf</c> and estimates. Made
/// for one command, whose plans it is told in order: a conversation is looked up once, and a text may go once.
/// </summary>
public sealed class RouteCosts
{
    // Retries, second looks and a refreshed token cost extra; they are rare, and nobody knows them before.
    private readonly HashSet<(string? Session, string Target)> _lookedUp = [];
    private readonly HashSet<(TextLedger, string)> _texts = [];

    /// <summary>Frames that a guest may send in a minute (docs/protocol.md, Guest).</summary>
    public const int GuestFramesPerMinute = 60;

    /// <summary>Requests that the service will count for the plan.</summary>
    public int Add(Plan plan)
    {
        var hasUrl = plan.Url is not null;
        return plan.Route switch
        {
            // Upload URL, one look at the status, message; the text is a message of its own.
            RouteNames.Agent => (hasUrl ? 2 : 3) + LookUp(plan) + Text(plan),
            // Upload and message in one.
            RouteNames.Multipart => 1,
            // Upload URL or upload, and the message with its text.
            _ => hasUrl ? 1 : 2,
        };
    }

    /// <summary>Requests for an upload URL alone.</summary>
    public int AddUrl(Plan plan) => 1 + (plan.Route == RouteNames.Agent ? LookUp(plan) : 0);

    private int LookUp(Plan plan) =>
        plan.Target is { CommunicationId: null, ConversationId: { } id } && plan.Url is null && plan.Session.KnownLegs.Find(id) is null && _lookedUp.Add((plan.SessionKey, plan.Target.Key)) ? 1 : 0;

    private int Text(Plan plan) => plan.Text is { } text && _texts.Add((text.SharedBy, plan.Lane)) ? 1 : 0;
}
