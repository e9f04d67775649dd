namespace GenesysAttachments.Engine.Routes;

/// <summary>The routes an attachment can take to a conversation.</summary>
public static class RouteNames
{
    /// <summary>Published platform API: an upload URL for a conversation's agent leg, then a message with the media id.</summary>
    public const string Agent = nameof(Agent);

    /// <summary>Published web messaging API: as the guest of a deployment, over a socket, without OAuth.</summary>
    public const string Guest = nameof(Guest);

    /// <summary>Community guide: the file to a media service, then a message that refers to it.</summary>
    public const string Media = nameof(Media);

    /// <summary>Community guide: file and message in one form.</summary>
    public const string Multipart = nameof(Multipart);

    /// <summary>Community guide: an upload URL for a channel's guest, then a message that names the attachment.</summary>
    public const string Messaging = nameof(Messaging);

    /// <summary>All of them, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> All { get; } = [Agent, Guest, Media, Messaging, Multipart];

    /// <summary>Whether there is such a route; case does not matter.</summary>
    public static bool IsKnown(string? route) => All.Contains(Canonical(route));

    /// <summary>The name as it is written here, whatever the case; other text as it is.</summary>
    public static string? Canonical(string? route) =>
        route is null ? null : All.FirstOrDefault(name => string.Equals(name, route.Trim(), StringComparison.OrdinalIgnoreCase)) ?? route;
}
