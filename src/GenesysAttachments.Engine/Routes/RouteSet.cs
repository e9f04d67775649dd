using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>The routes of one session for one command: what they look up is remembered that long.</summary>
public static class RouteSet
{
    /// <summary>Every route that the session can carry, by name.</summary>
    public static IReadOnlyDictionary<string, IRoute> Of(OrgSession session)
    {
        var routes = new Dictionary<string, IRoute>(StringComparer.Ordinal);
        if (session.Api is { } api)
        {
            routes[RouteNames.Agent] = new AgentRoute(
                api,
                session.Storage,
                new CommunicationCache(new ConversationReader(api), session.KnownLegs),
                new AgentConfirmation(api, session.Readiness, session.UploadLists, session.Time),
                session.Time);
            routes[RouteNames.Messaging] = new MessagingRoute(api, session.Storage);
            routes[RouteNames.Media] = new MediaRoute(api);
            routes[RouteNames.Multipart] = new MultipartRoute(api);
        }

        if (session.Guest is { } guest)
        {
            routes[RouteNames.Guest] = new GuestRoute(guest, session.Storage);
        }

        return routes;
    }
}
