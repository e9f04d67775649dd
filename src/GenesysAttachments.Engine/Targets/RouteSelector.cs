using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Targets;

/// <summary>Finds the route that a set of target ids means. Which cmdlet or file asks makes no difference.</summary>
public static class RouteSelector
{
    /// <summary>The route for the target.</summary>
    /// <param name="target">The ids given.</param>
    /// <param name="route">A route that was asked for, or null to let the exact set of ids decide.</param>
    /// <param name="isGuest">The session is a guest's, which has but one place to send to.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.TargetMissing"/> or <see cref="ErrorIds.TargetAmbiguous"/>.</exception>
    public static string Select(Target target, string? route, bool isGuest = false)
    {
        route = RouteNames.Canonical(route);
        if (isGuest)
        {
            return SelectForGuest(target, route);
        }

        var conversation = target.ConversationId is not null;
        var messaging = target.ChannelId is not null && target.GuestId is not null;
        var anyMessaging = target.ChannelId is not null || target.GuestId is not null;
        switch (route)
        {
            case RouteNames.Agent:
                return conversation ? RouteNames.Agent : throw Missing("The Agent route needs a conversation.", "Give -ConversationId.");
            case RouteNames.Messaging:
                return messaging ? RouteNames.Messaging : throw Missing("The Messaging route needs a channel and a guest.", "Give -ChannelId and -GuestId.");
            case RouteNames.Media:
                return conversation ? RouteNames.Media : throw Missing("The Media route needs a conversation.", "Give -ConversationId.");
            case RouteNames.Multipart:
                return conversation || target.GuestId is not null ? RouteNames.Multipart : throw Missing("The Multipart route needs a conversation or a guest.", "Give -ConversationId, or -GuestId.");
            case RouteNames.Guest:
                throw Missing("The Guest route needs a guest's session.", "Connect with Connect-GCOrg -DeploymentId.");
            case not null:
                throw new GCException(ErrorIds.RequestInvalid, $"There is no route '{route}'. The routes are {RouteNames.Agent}, {RouteNames.Guest}, {RouteNames.Media}, {RouteNames.Messaging} and {RouteNames.Multipart}.");
        }

        return (conversation, anyMessaging, messaging) switch
        {
            (true, false, _) => RouteNames.Agent,
            (true, true, _) => throw new GCException(
                ErrorIds.TargetAmbiguous,
                "The target has a conversation (Agent route) and a channel or guest (Messaging route)."),
            (false, _, true) when target.CommunicationId is null => RouteNames.Messaging,
            (false, true, false) => throw Missing("The Messaging route needs a channel and a guest; only one of them was given.", "Give -ChannelId and -GuestId."),
            _ when target.CommunicationId is not null => throw Missing("A communication was given without its conversation.", "Give -ConversationId with -CommunicationId."),
            _ => throw Missing("Nothing says where the file should go.", ErrorCatalog.Get(ErrorIds.TargetMissing).Advice),
        };
    }

    private static string SelectForGuest(Target target, string? route) =>
        route is not (null or RouteNames.Guest)
            ? throw Missing($"The {route} route needs a session with a client or an access token; this one is a guest's.", "Connect with Connect-GCOrg -Credential.")
        : target.ConversationId is not null || target.CommunicationId is not null || target.ChannelId is not null || target.GuestId is not null
            ? throw new GCException(ErrorIds.TargetAmbiguous, "A guest's session sends into the guest's own conversation, but ids of another target were given.")
            {
                Advice = "Leave the ids out, or connect with Connect-GCOrg -Credential.",
            }
        : RouteNames.Guest;

    private static GCException Missing(string message, string advice) => new(ErrorIds.TargetMissing, message) { Advice = advice };
}
